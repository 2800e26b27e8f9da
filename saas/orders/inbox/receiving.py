"""An event arrives: whose it is, and whether it is ours to act on. Nothing here asks Stripe anything."""

from __future__ import annotations

import json
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import insert_if_absent, transaction
from saas.kernel.errors import Refusal
from saas.kernel.jobs import MONEY, Job, enqueue
from saas.orders.actions.alerting import raise_alert
from saas.orders.models.inbox import EventState, StripeEvent

log = structlog.get_logger()
SETTLES = frozenset(
    f"checkout.session.{name}" for name in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")
)
# Refunds and disputes are begun elsewhere. They are read with the session, whose charge shows no trace of some of them.
GOES_BACK = frozenset(
    {
        "charge.refunded", "refund.created", "refund.updated", "refund.failed",
        *(f"charge.dispute.{name}" for name in ("created", "updated", "closed", "funds_withdrawn", "funds_reinstated")),
    }
)  # fmt: skip
BOOKED = "charge.updated"  # the fee is known, a moment after the payment
WARNING = "radar.early_fraud_warning.created"
HANDLED = SETTLES | GOES_BACK | {BOOKED, WARNING}
APP = "careercanopy"
API_VERSION = "2026-10-28.endive"
TOLERANCE_SECONDS = 300
# Eight attempts take about two minutes; a longer silence of Stripe's is met by the sweep, which queues it again.
HANDLE_EVENT = Job("handle_event", MONEY, max_attempts=8)


class Forged(Refusal):
    """The signature does not fit the body, or is too old."""

    status = 400


class Unreadable(Forged):
    """Signed, and yet no event this address takes: the endpoint is set up wrong at Stripe."""


def verified(payload: bytes, header: str, secrets: tuple[str, ...]) -> dict[str, Any]:
    """The event, if one of our secrets signed exactly these bytes within five minutes. Raises Forged or Unreadable.

    `verify_header` does the same check as the SDK's `construct_event` at a twentieth of the cost, and leaves
    a plain dictionary.
    """
    import stripe  # noqa: PLC0415  # a tenth of a second at start, see gateway

    # A header that is not ASCII cannot be a signature, and the comparison would stumble over it.
    for secret in secrets if header.isascii() else ():
        try:
            stripe.WebhookSignature.verify_header(payload.decode(), header, secret, TOLERANCE_SECONDS)
            return _read(payload)
        except stripe.SignatureVerificationError:
            continue
        except UnicodeDecodeError:
            break
    raise Forged("This event is not signed by Stripe, so nothing was done.")


def _read(payload: bytes) -> dict[str, Any]:
    try:
        event = json.loads(payload)
    except ValueError as error:
        raise Unreadable("This event is not JSON, so nothing was done.") from error
    if not isinstance(event, dict) or event.get("object") != "event" or not isinstance(event.get("id"), str):
        raise Unreadable("This is not an event of the kind this address takes.")
    return event


def receive(session: Session, event: dict[str, Any], *, livemode: bool, account_id: str = "") -> str:
    """Keep the event, and queue what it asks; the two together or not at all. Returns its state, or “seen before”.

    One that was parked and is sent again, by hand at Stripe, is tried again."""
    foreign = _foreign(event, livemode=livemode, account_id=account_id)
    with transaction(session):
        state = _state(event, foreign)
        if not insert_if_absent(session, StripeEvent, _row(event, state, foreign), unique="event_id"):
            return _again(session, event)
        if foreign:
            log.warning("event kept aside", event_id=event["id"], why=foreign)
            raise_alert(session, f"quarantine:{event['id']}", f"the event {event['id']} was kept aside: {foreign}")
        elif state == EventState.RECEIVED:
            enqueue(session, HANDLE_EVENT, f"event:{event['id']}", event["id"])
        _warn_of_version(session, event)
        return state


def _again(session: Session, event: dict[str, Any]) -> str:
    held = session.scalar(select(StripeEvent).where(StripeEvent.event_id == event["id"]).with_for_update())
    if held is not None and held.state == EventState.PARKED:
        requeue(session, held)
    return "seen before"


def requeue(session: Session, held: StripeEvent) -> None:
    """Inside the caller's transaction, which holds the row. A job's name is good once, so each round has its own."""
    held.state, held.round, held.reason = EventState.RECEIVED, held.round + 1, ""
    enqueue(session, HANDLE_EVENT, f"event:{held.event_id}:{held.round}", held.event_id)


def _state(event: dict[str, Any], foreign: str) -> EventState:
    if foreign:
        return EventState.QUARANTINED
    return EventState.RECEIVED if event.get("type") in HANDLED else EventState.IGNORED


def _row(event: dict[str, Any], state: EventState, reason: str) -> dict[str, Any]:
    return {
        "event_id": event["id"], "type": str(event.get("type"))[:120], "state": state, "reason": reason,
        "body": json.dumps(event), "api_version": str(event.get("api_version") or "")[:60],
        "object_id": str(subject(event).get("id") or "")[:255], "received_at": clock.now(), "round": 1, "trace": "",
        "order_public_id": "", "settled_at": None if state == EventState.RECEIVED else clock.now(),
    }  # fmt: skip


def subject(event: dict[str, Any]) -> dict[str, Any]:
    """The thing an event is about, as it was then; an empty one where it has none."""
    data = event.get("data")
    thing = data.get("object") if isinstance(data, dict) else None
    return thing if isinstance(thing, dict) else {}


def _foreign(event: dict[str, Any], *, livemode: bool, account_id: str) -> str:
    """Why this event is not ours to act on, or an empty string."""
    if event.get("livemode") is not livemode:
        return "it comes from the other mode of Stripe"
    if event.get("account") not in (None, account_id or None):
        return "it belongs to another account"
    if event.get("type") in SETTLES and (subject(event).get("metadata") or {}).get("app") != APP:
        return "its session was not opened by this shop"
    return ""


def _warn_of_version(session: Session, event: dict[str, Any]) -> None:
    """What it tells is read again in our own version, so nothing is lost; somebody set the endpoint up for another one."""
    version = str(event.get("api_version") or "")
    if version != API_VERSION:
        sentence = (
            f"Stripe sends events of API version {version or 'unknown'}, and this shop is written for {API_VERSION}"
        )
        raise_alert(session, f"api_version:{version}", sentence)
