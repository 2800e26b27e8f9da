"""Raise an alert, inside the verb that met the problem, so that it is kept with its cause; and settle one."""

from __future__ import annotations

import re

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.kernel import clock
from saas.kernel.db import insert_if_absent, transaction
from saas.kernel.errors import NotFound
from saas.kernel.jobs import LETTERS, Job, enqueue
from saas.shop.alerts.models import Alert

log = structlog.get_logger()
TELL_STAFF = Job("tell_staff", LETTERS)


def raise_alert(session: Session, key: str, sentence: str, order_public_id: str = "") -> None:
    """Inside the caller's transaction. The same key is one alert and one letter to staff, however often it is raised."""
    # Some keys end in what Stripe sent, and jobs are queued by ids alone.
    key = re.sub(r"[\s@]", "_", key)[:255]
    row = {"key": key, "sentence": sentence, "order_public_id": order_public_id}
    if not insert_if_absent(session, Alert, row | {"raised_at": clock.now(), "settled_by": ""}):
        return
    log.error("a person is needed", alert=key, order=order_public_id, why=sentence)
    enqueue(session, TELL_STAFF, f"alert:{key}", key)


def record_alert(session: Session, key: str, sentence: str) -> None:
    """The same in a transaction of its own, where nothing else is written."""
    with transaction(session):
        raise_alert(session, key, sentence)


def settle_alert(session: Session, key: str, *, by: str) -> Alert:
    """Staff have dealt with it. The first press counts; a second changes nothing. Raises NotFound."""
    with transaction(session):
        alert = session.scalar(select(Alert).where(Alert.key == key).with_for_update())
        if alert is None:
            raise NotFound("There is no such alert.")
        if alert.settled_at is None:
            alert.settled_at, alert.settled_by = clock.now(), by
            record_event(session, "alert_settled", subject=key)
    return alert
