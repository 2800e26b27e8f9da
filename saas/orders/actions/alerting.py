"""Alerts: what the house cannot decide by itself. Raised inside the verb that met it, so it is kept with its cause."""

from __future__ import annotations

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import insert_if_absent, transaction
from saas.kernel.jobs import LETTERS, Job, enqueue
from saas.orders.models.inbox import Alert

log = structlog.get_logger()
TELL_STAFF = Job("tell_staff", LETTERS)


def raise_alert(session: Session, key: str, sentence: str, order_public_id: str = "") -> None:
    """Inside the caller's transaction. The same key is one alert and one letter to the staff, however often it is raised."""
    row = {"key": key, "sentence": sentence, "order_public_id": order_public_id}
    if not insert_if_absent(session, Alert, row | {"raised_at": clock.now(), "settled_by": ""}, unique="key"):
        return
    log.error("a person is needed", alert=key, order=order_public_id, why=sentence)
    enqueue(session, TELL_STAFF, f"alert:{key}", key, sentence, order_public_id)


def alert(session: Session, key: str, sentence: str) -> None:
    """The same where nothing else is written."""
    with transaction(session):
        raise_alert(session, key, sentence)


def settle_alert(session: Session, alert_id: int, by: str) -> None:
    """Staff have looked. A second press changes nothing."""
    with transaction(session):
        waiting = update(Alert).where(Alert.id == alert_id, Alert.settled_at.is_(None))
        session.execute(waiting.values(settled_at=clock.now(), settled_by=by))
