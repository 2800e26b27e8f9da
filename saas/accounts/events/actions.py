"""Append to the log, and delete what is too old."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from saas.accounts.events.origin import find_origin
from saas.accounts.events.rules import KEPT_DAYS, KINDS, MAX_LENGTH, Actor, Group, check_values
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.ids import new_public_id


def record_event(
    session: Session,
    kind: str,
    *,
    account_id: int | None = None,
    person_id: int | None = None,
    subject: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append one event. Inside the caller's transaction.

    Who acts, from where and in which session are the request's. `account_id` is the account it concerns: left out, the own
    one for an event of the account, and none for an act of staff. `person_id` is needed only where nobody is signed in.
    `subject` is an id or a slug of ours. Raises KeyError for an unknown kind, and ValueError for what `rules` does not let
    in.
    """
    event_kind, origin = KINDS[kind], find_origin()
    is_proven = event_kind.proves_person and person_id is not None and origin.actor == Actor.VISITOR
    check_values(event_kind, before, after)
    if account_id is None and event_kind.group == Group.ACCOUNT:
        account_id = origin.account_id
    row = {
        "public_id": new_public_id(),
        "kind": kind,
        "occurred_at": clock.now(),
        "actor": Actor.CUSTOMER if is_proven else origin.actor,
        "person_id": person_id if person_id is not None else origin.person_id,
        "account_id": account_id,
        "subject": subject[:MAX_LENGTH],
        "source": origin.source,
        "session_public_id": origin.session_public_id,
        "before": json.dumps(before) if before else "",
        "after": json.dumps(after) if after else "",
    }
    # Inline, because the key would be read back, which row security refuses to a session without an account.
    session.execute(insert(SecurityEvent).values(**row).inline())


def record_view(session: Session, kind: str, *, account_id: int | None = None, subject: str = "") -> None:
    """Record that staff read something, in a transaction of its own: nothing else is written."""
    with transaction(session):
        record_event(session, kind, account_id=account_id, subject=subject)


def delete_old_events(session: Session) -> None:
    """Delete what is older than KEPT_DAYS in real time: the database compares with its own clock."""
    with transaction(session):
        oldest = datetime.now(UTC) - timedelta(days=KEPT_DAYS, hours=1)
        session.execute(delete(SecurityEvent).where(SecurityEvent.occurred_at < oldest))
