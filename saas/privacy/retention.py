"""How long things are held, each duration with its reason. A chore deletes by this list, and /privacy is rendered from it.

Durations that are kept elsewhere, by whoever has the rows, are named here with the constant they come from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, delete, func, select
from sqlalchemy.orm import Session, aliased

from saas.accounts.events.rules import KEPT_DAYS
from saas.accounts.models import SignInLink
from saas.accounts.sessions.models import SignInSession
from saas.intake.answers.models import SHARED_FOR, StartSheet
from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import KEEP_ADDRESS
from saas.kernel.worker import KEEP_DEAD, KEEP_FINISHED
from saas.plans.models import Plan
from saas.shop.alerts.models import Alert
from saas.shop.orders.models import AccessDay
from saas.shop.orders.offer import OFFER
from saas.shop.stripe.models import EventState, StripeEvent

# How many submissions stay that no plan was composed from.
SUBMISSIONS_KEPT = 3
HANDLED_STATES = (EventState.SETTLED, EventState.IGNORED, EventState.QUARANTINED)

# `erase(session, before)` deletes what is older, in a session over all accounts and inside the caller's transaction.
Erase = Callable[[Session, datetime], None]


@dataclass(frozen=True, slots=True)
class Retention:
    """`what` is held for `kept`, because of `reason`. `erase` is None where whoever has the rows deletes them."""

    what: str
    kept: timedelta
    reason: str
    erase: Erase | None = None

    @property
    def period(self) -> str:
        return describe_period(self.kept)


def describe_period(period: timedelta) -> str:
    """“2 years”, “6 months”, “30 days”, “1 hour”."""
    if period.days == 0:
        hours = period.seconds // 3600
        return f"{hours} hour{'' if hours == 1 else 's'}"
    for days, unit in ((365, "year"), (30, "month"), (1, "day")):
        # A month is a month only where it is many of them: thirty days are thirty days.
        if period.days % days == 0 and (unit != "month" or period.days > 60):
            count = period.days // days
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{period.days} days"


def erase_what_is_too_old(session: Session) -> None:
    """Delete by the list, each in a transaction of its own. In a session over all accounts."""
    now = clock.now()
    for retention in RETENTIONS:
        if retention.erase is not None:
            with transaction(session):
                retention.erase(session, now - retention.kept)


def _erase_start_sheets(session: Session, before: datetime) -> None:
    session.execute(delete(StartSheet).where(StartSheet.account_id.is_(None), StartSheet.updated_at < before))


def _erase_shared_sheets(session: Session, before: datetime) -> None:
    shared = delete(StartSheet).where(StartSheet.is_shared, StartSheet.account_id.is_(None))
    session.execute(_quietly(shared.where(StartSheet.updated_at < before)))


def _erase_submissions(session: Session, before: datetime) -> None:
    """All but the newest of an account, and but those that a plan was composed from."""
    newer = aliased(Submission)
    newer_count = (
        select(func.count())
        .select_from(newer)
        .where(newer.account_id == Submission.account_id, newer.id > Submission.id)
        .scalar_subquery()
    )
    with_plan = select(Plan.submission_id).where(Plan.submission_id == Submission.id).exists()
    superfluous = select(Submission.id).where(
        ~with_plan, newer_count >= SUBMISSIONS_KEPT, Submission.submitted_at < before
    )
    session.execute(_quietly(delete(Submission).where(Submission.id.in_(superfluous.scalar_subquery()))))


def _erase_access_days(session: Session, before: datetime) -> None:
    session.execute(_quietly(delete(AccessDay).where(AccessDay.day < before.date())))


def _erase_events(session: Session, before: datetime) -> None:
    """What was handled: what waits for a person waits."""
    old = delete(StripeEvent).where(StripeEvent.received_at < before, StripeEvent.state.in_(HANDLED_STATES))
    session.execute(_quietly(old))


def _erase_alerts(session: Session, before: datetime) -> None:
    session.execute(_quietly(delete(Alert).where(Alert.settled_at < before)))


def _erase_sessions(session: Session, before: datetime) -> None:
    has_ended = (SignInSession.ended_at < before) | (SignInSession.expires_at < before)
    session.execute(_quietly(delete(SignInSession).where(has_ended)))


def _erase_sign_in_links(session: Session, before: datetime) -> None:
    session.execute(_quietly(delete(SignInLink).where(SignInLink.expires_at < before)))


def _quietly(statement: Delete) -> Delete:
    """Without looking for the rows in the session, which holds none."""
    return statement.execution_options(synchronize_session=False)


START_SHEETS = Retention(
    "The answers you gave before you had an account",
    timedelta(days=180),
    "you may come back to them, from the same browser",
    _erase_start_sheets,
)
SHARED_START = Retention(
    "The same, when you said that the computer is shared",
    SHARED_FOR,
    "whoever sits there next should not meet them",
    _erase_shared_sheets,
)
ACCESS_DAYS = Retention(
    "The days on which you opened what you paid for",
    timedelta(days=730),
    "a bank may ask about a payment for that long",
    _erase_access_days,
)
STRIPE_EVENTS = Retention(
    "What Stripe told us about payments",
    timedelta(days=730),
    "a difference in the books may be found that late",
    _erase_events,
)
ALERTS = Retention(
    "What staff had to look at, once it is settled",
    timedelta(days=730),
    "the same cause is not reported twice",
    _erase_alerts,
)
SESSIONS = Retention(
    "On which devices you signed in, once it ended",
    timedelta(days=30),
    "you may want to see where you were signed in",
    _erase_sessions,
)
SIGN_IN_LINKS = Retention(
    "Links that signed you in, as hashes",
    timedelta(days=1),
    "a link is of no use once it was used or is too old",
    _erase_sign_in_links,
)
RETENTIONS: tuple[Retention, ...] = (
    START_SHEETS,
    SHARED_START,
    Retention(
        f"Answers you sent in that no plan was made from, but for the last {SUBMISSIONS_KEPT}",
        timedelta(days=1),
        "they are of no use any more",
        _erase_submissions,
    ),
    Retention(
        "Answers and plans after a full refund", timedelta(days=OFFER.kept_days), "you may want to take them along"
    ),
    ACCESS_DAYS,
    SESSIONS,
    SIGN_IN_LINKS,
    STRIPE_EVENTS,
    ALERTS,
    Retention("The address a letter went to", KEEP_ADDRESS, "a letter that did not arrive can be sent again"),
    Retention("Work that is done, such as sending a letter", KEEP_FINISHED, "so that nothing is done twice"),
    Retention("Work that failed", KEEP_DEAD, "so that a person can look at it"),
    Retention("The log of sign-ins and of what staff did", timedelta(days=KEPT_DAYS), "a year, and a month to notice"),
)
