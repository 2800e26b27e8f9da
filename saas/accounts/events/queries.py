"""Read the log: for staff and the command line, filtered and by pages; for a customer, what happened to their account."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from saas.accounts.events.models import SecurityEvent
from saas.accounts.events.rules import KINDS, Kind
from saas.accounts.models import Account, Person
from saas.kernel import clock
from saas.kernel.monitoring import Gauge, Problem, Report

PAGE_SIZE = 50
# Failed sign-ins in ten minutes, all accounts together. A quiet shop has a handful an hour.
BURST_MINUTES, BURST_COUNT = 10, 60


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with what its numbers stand for. `person` and `account` are empty where there is none, or no longer one."""

    public_id: str
    kind: str
    occurred_at: datetime
    actor: str
    person: str
    account: str
    subject: str
    source: str
    session_public_id: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return KINDS[self.kind].label if self.kind in KINDS else self.kind


@dataclass(frozen=True, slots=True)
class EventFilter:
    """`kind` as in `rules.KINDS`; `account_id` whom it concerns; `person_id` who acts; `after` the last event of the page
    before."""

    kind: str = ""
    account_id: int | None = None
    person_id: int | None = None
    after: str = ""


def list_events(session: Session, event_filter: EventFilter, limit: int = PAGE_SIZE) -> list[EventRow]:
    """Newest first. In a session over all accounts."""
    query = _select_rows().limit(limit)
    # Reading the log fills it: those events are shown where they are asked for.
    is_kind = SecurityEvent.kind == event_filter.kind if event_filter.kind else SecurityEvent.kind != "log_viewed"
    query = query.where(is_kind)
    if event_filter.account_id is not None:
        query = query.where(SecurityEvent.account_id == event_filter.account_id)
    if event_filter.person_id is not None:
        query = query.where(SecurityEvent.person_id == event_filter.person_id)
    if event_filter.after:
        last_id = select(SecurityEvent.id).where(SecurityEvent.public_id == event_filter.after).scalar_subquery()
        query = query.where(SecurityEvent.id < last_id)
    return [_row(*values) for values in session.execute(query)]


def list_account_events(session: Session, account_id: int, limit: int = PAGE_SIZE) -> list[tuple[Kind, SecurityEvent]]:
    """What the owner of an account is shown, newest first."""
    kinds = [kind.key for kind in KINDS.values() if kind.customer_label]
    query = select(SecurityEvent).where(SecurityEvent.account_id == account_id, SecurityEvent.kind.in_(kinds))
    events = session.scalars(query.order_by(SecurityEvent.id.desc()).limit(limit))
    return [(KINDS[event.kind], event) for event in events]


def check_sign_ins(session: Session) -> Report:
    """How many sign-ins failed just now. Many at once are somebody guessing; nothing is broken by it."""
    since = clock.now() - timedelta(minutes=BURST_MINUTES)
    failures = select(func.count()).where(SecurityEvent.kind == "sign_in_failed", SecurityEvent.occurred_at > since)
    count = session.scalar(failures) or 0
    gauge = Gauge("sign_ins_failed_recently", f"Failed sign-ins of the last {BURST_MINUTES} minutes", count)
    sentence = f"{count} sign-ins failed within {BURST_MINUTES} minutes: see the log"
    problem = Problem("sign-ins", sentence, is_fault=False, needs_alert=True)
    return Report([gauge], [problem] if count >= BURST_COUNT else [])


def _select_rows() -> Select[SecurityEvent, str, str]:
    person, event = aliased(Person), SecurityEvent
    return (
        select(event, person.email, Account.public_id)
        .outerjoin(person, person.id == event.person_id)
        .outerjoin(Account, Account.id == event.account_id)
        .order_by(event.id.desc())
    )


def _row(event: SecurityEvent, email: str | None, account: str | None) -> EventRow:
    return EventRow(
        public_id=event.public_id,
        kind=event.kind,
        occurred_at=event.occurred_at,
        actor=event.actor,
        person=email or "",
        account=account or "",
        subject=event.subject,
        source=event.source,
        session_public_id=event.session_public_id,
        before=json.loads(event.before or "{}"),
        after=json.loads(event.after or "{}"),
    )
