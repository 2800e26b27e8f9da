"""Deleting an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.intake.models import Answer, StartSheet, Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import bind_account
from saas.orders.models.orders import Order
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import AccessDay, Claim, Seat
from saas.orders.queries.orders import account_has_access
from saas.orders.rules.offer import DELETED_ADDRESS, OFFER, Kind
from saas.orders.rules.states import ENDED
from saas.plans.exports.feeds.models import CalendarFeed
from saas.plans.models import Plan, PlanStep

# Children before parents, though the database would cascade: what goes is spelled out.
DELETED = (CalendarFeed, PlanStep, Plan, Submission, Answer, AccessDay)


def due_to_be_forgotten(session: Session, now: datetime) -> list[int]:
    """Accounts whose money, or whose giver's, went back in full longer ago than what they wrote is kept, and that have
    nothing else open."""
    ended = select(Order.account_id).where(
        Order.kind == Kind.SELF, Order.state.in_(ENDED), Order.forgotten_at.is_(None),
        Order.ended_at < now - timedelta(days=OFFER.kept_days),
    )  # fmt: skip
    given = select(Claim.account_id).where(Claim.ended_at < now - timedelta(days=OFFER.kept_days))
    accounts = {*session.scalars(ended), *session.scalars(given)}
    return sorted(one for one in accounts if not account_has_access(session, one))


def forget_content(session: Session) -> None:
    """Delete the answers and the plans of the account that the session belongs to, and remember that it was done. The
    person can still sign in, see the orders and buy again."""
    with transaction(session):
        for kind in DELETED:
            session.execute(delete(kind))
        session.execute(delete(StartSheet).where(StartSheet.account_id == session.info["scope"]))
        session.execute(update(Order).where(Order.state.in_(ENDED)).values(forgotten_at=clock.now()))
        session.execute(delete(Claim).where(Claim.ended_at.is_not(None)))


def delete_account(session: Session, account_id: int) -> None:
    """Delete the person, the answers and the plans, at once and for good. Orders and payments stay, nameless."""
    bind_account(
        session, account_id
    )  # refuses a session over all accounts, in which these deletes would reach everybody
    with transaction(session):
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        for kind in DELETED:
            session.execute(delete(kind))
        session.execute(delete(StartSheet).where(StartSheet.account_id == account_id))
        session.execute(update(Order).values(email=DELETED_ADDRESS))
        # What somebody wrote beside the money goes; a gift that waits for its person still finds them by its link.
        session.execute(update(Refund).values(note=""))
        session.execute(update(Seat).values(recipient_email="", giver_name="", words=""))
        session.execute(delete(Person).where(Person.account_id == account_id))
