"""Stripe's events: verified and kept while Stripe waits, applied afterward by a worker, from what Stripe shows when asked.

The event's row and its job are one transaction, so a kept event is never forgotten; the word `settled` and the effect are
another, so it never claims to be applied before it is. That is why the webhook can answer at once: received is not
applied. An event that fails again and again is parked with its trace, and waits for staff without holding up the others.
"""

from __future__ import annotations

import json
import re
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.kernel import clock
from saas.kernel.db import insert_if_absent, transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.jobs import MONEY, Job, enqueue
from saas.shop.alerts.actions import raise_alert
from saas.shop.orders.models import Order
from saas.shop.orders.offer import APP_TAG
from saas.shop.orders.queries import find_session_of_attempt, find_session_of_payment
from saas.shop.stripe.client import API_VERSION, StripeClient
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.sync import apply_checkout

log = structlog.get_logger()
SESSION_EVENTS = frozenset(
    f"checkout.session.{name}" for name in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")
)
# Refunds and disputes are begun elsewhere. They are read with their session, because some leave no trace on the charge.
REFUND_AND_DISPUTE_EVENTS = frozenset(
    {
        "charge.refunded",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)
CHARGE_UPDATED = "charge.updated"  # the fee is known, a moment after the payment
FRAUD_WARNING = "radar.early_fraud_warning.created"
HANDLED_TYPES = SESSION_EVENTS | REFUND_AND_DISPUTE_EVENTS | {CHARGE_UPDATED, FRAUD_WARNING}
TOLERANCE_SECONDS = 300
STRIPE_ID = re.compile(r"[\w.:-]{1,255}", re.ASCII)
# Eight attempts take about two minutes; a longer silence of Stripe's is met by the sweep, which queues it again.
HANDLE_EVENT = Job("handle_event", MONEY, max_attempts=8)
# What is kept of an event, of the object it is about, and of what we wrote on that object.
EVENT_FIELDS = frozenset({"id", "object", "type", "created", "livemode", "api_version", "account", "pending_webhooks"})
OBJECT_FIELDS = frozenset(
    [
        "id",
        "object",
        "created",
        "livemode",
        "status",
        "amount",
        "amount_total",
        "amount_subtotal",
        "amount_refunded",
        "amount_captured",
        "currency",
        "payment_intent",
        "payment_status",
        "charge",
        "balance_transaction",
        "client_reference_id",
        "mode",
        "reason",
        "failure_reason",
        "fraud_type",
        "captured",
        "paid",
        "refunded",
        "disputed",
        "is_charge_refundable",
        "actionable",
        "expires_at",
    ]
)
METADATA_FIELDS = frozenset({"app", "order_id", "attempt", "refund_id"})
REPLAYABLE_STATES = (EventState.PARKED, EventState.SETTLED)


class InvalidSignature(Refusal):
    """The signature does not fit the body, or is too old."""

    status = 400


class UnreadableEvent(InvalidSignature):
    """Signed, and yet no event this address takes: the endpoint is set up wrong at Stripe."""


class NotReplayable(Refusal):
    """The event never concerned us, so there is nothing to apply again."""


def verify_event(payload: bytes, header: str, secrets: tuple[str, ...]) -> dict[str, Any]:
    """The event, if one of our secrets signed exactly these bytes within five minutes. Raises InvalidSignature or
    UnreadableEvent.

    `verify_header` does the same check as the SDK's `construct_event` at a twentieth of the cost, and leaves a plain
    dictionary.
    """
    import stripe  # noqa: PLC0415  # a tenth of a second at start, see `client`

    # A header that is not ASCII cannot be a signature, and the comparison would stumble over it.
    for secret in secrets if header.isascii() else ():
        try:
            stripe.WebhookSignature.verify_header(payload.decode(), header, secret, TOLERANCE_SECONDS)
            return _parse_event(payload)
        except stripe.SignatureVerificationError:
            continue
        except UnicodeDecodeError:
            break
    raise InvalidSignature("This event is not signed by Stripe, so nothing was done.")


def _parse_event(payload: bytes) -> dict[str, Any]:
    try:
        event = json.loads(payload)
    except (ValueError, RecursionError) as error:  # the second: nested thousands of times
        raise UnreadableEvent("This event is not JSON, so nothing was done.") from error
    if not isinstance(event, dict) or event.get("object") != "event" or not (_id(event, "id") and _id(event, "type")):
        raise UnreadableEvent("This is not an event of the kind this address takes.")
    return event


def _id(fields: dict[str, Any], name: str) -> str:
    """An id, a type or a version; an empty text for whatever else is there, because a signature proves no shape."""
    value = fields.get(name)
    return value if isinstance(value, str) and STRIPE_ID.fullmatch(value) else ""


def _metadata(inner: dict[str, Any]) -> dict[str, Any]:
    metadata = inner.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def receive_event(session: Session, event: dict[str, Any], *, livemode: bool, account_id: str = "") -> str:
    """Keep the event and queue its job; the two together or not at all. Asks Stripe nothing. Returns its state, or “seen
    before”.

    One that was parked and is sent again, by hand at Stripe, is tried again.
    """
    foreign_reason = _foreign_reason(event, livemode=livemode, account_id=account_id)
    with transaction(session):
        state = _initial_state(event, foreign_reason)
        if not insert_if_absent(session, StripeEvent, _event_row(event, state, foreign_reason)):
            _requeue_if_parked(session, event["id"])
            return "seen before"
        if foreign_reason:
            log.warning("event kept aside", event_id=event["id"], why=foreign_reason)
            sentence = f"the event {event['id']} was kept aside: {foreign_reason}"
            raise_alert(session, f"quarantine:{event['id']}", sentence)
        elif state == EventState.RECEIVED:
            enqueue(session, HANDLE_EVENT, f"event:{event['id']}", event["id"])
        _warn_of_version(session, event)
        return state


def _foreign_reason(event: dict[str, Any], *, livemode: bool, account_id: str) -> str:
    """Why this event is not ours to act on, or an empty string."""
    if event.get("livemode") is not livemode:
        return "it comes from the other mode of Stripe"
    if event.get("account") not in (None, account_id or None):
        return "it belongs to another account"
    if event["type"] in SESSION_EVENTS and _metadata(event_object(event)).get("app") != APP_TAG:
        return "its session was not opened by this shop"
    return ""


def _initial_state(event: dict[str, Any], foreign_reason: str) -> EventState:
    if foreign_reason:
        return EventState.QUARANTINED
    return EventState.RECEIVED if event["type"] in HANDLED_TYPES else EventState.IGNORED


def _event_row(event: dict[str, Any], state: EventState, reason: str) -> dict[str, Any]:
    return {
        "event_id": event["id"],
        "type": event["type"][:120],
        "state": state,
        "reason": reason,
        "body": json.dumps(reduce_event(event)),
        "api_version": _id(event, "api_version")[:60],
        "object_id": _id(event_object(event), "id"),
        "received_at": clock.now(),
        "round": 1,
        "trace": "",
        "order_public_id": "",
        "settled_at": None if state == EventState.RECEIVED else clock.now(),
    }


def _requeue_if_parked(session: Session, event_id: str) -> None:
    row = session.scalar(select(StripeEvent).where(StripeEvent.event_id == event_id).with_for_update())
    if row is not None and row.state == EventState.PARKED:
        requeue_event(session, row)


def _warn_of_version(session: Session, event: dict[str, Any]) -> None:
    """What it reports is read again in our own version, so nothing is lost; but the endpoint is set up for another one."""
    version = _id(event, "api_version")
    if version != API_VERSION:
        sentence = (
            f"Stripe sends events of API version {version or 'unknown'}, and this shop is written for {API_VERSION}"
        )
        raise_alert(session, f"api_version:{version}", sentence)


def event_object(event: dict[str, Any]) -> dict[str, Any]:
    """The object an event is about, as it was then; an empty one where it has none."""
    data = event.get("data")
    inner = data.get("object") if isinstance(data, dict) else None
    return inner if isinstance(inner, dict) else {}


def reduce_event(event: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an event: which object it is about and how that stood, and nothing about its buyer. Stripe has the
    rest, and it is read from there."""
    inner = event_object(event)
    kept = _plain_values(inner, OBJECT_FIELDS) | {"metadata": _plain_values(_metadata(inner), METADATA_FIELDS)}
    return _plain_values(event, EVENT_FIELDS) | {"data": {"object": kept}}


def _plain_values(fields: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Numbers, and what looks like an id or a word of Stripe's."""
    return {
        name: value
        for name, value in fields.items()
        if name in names and (isinstance(value, int) or (isinstance(value, str) and STRIPE_ID.fullmatch(value)))
    }


def apply_event(session: Session, client: StripeClient, event_id: str) -> str:
    """Refresh the order that a kept event is about, and mark the event settled in the same transaction. Returns its
    state; an event that is not RECEIVED is left alone. Raises whatever stood in the way, with nothing written."""
    row = session.scalar(select(StripeEvent).where(StripeEvent.event_id == event_id))
    if row is None or row.state != EventState.RECEIVED:
        return row.state if row else ""
    event = json.loads(row.body)
    session_id = _find_session(session, client, event)
    if session_id is None:
        return _quarantine(session, event_id, event)
    # The network first, while nothing is locked.
    snapshot = client.retrieve_checkout(session_id, with_all_changes=row.type in REFUND_AND_DISPUTE_EVENTS)
    with transaction(session):
        row = _lock_event(session, event_id)
        if row.state == EventState.RECEIVED:
            order = apply_checkout(session, snapshot, livemode=client.livemode)
            row.state, row.settled_at, row.order_public_id = EventState.SETTLED, clock.now(), order.public_id
            _warn_of_fraud(session, row, order)
    return str(row.state)


def _find_session(session: Session, client: StripeClient, event: dict[str, Any]) -> str | None:
    """The Checkout Session an event is about. A refund, a charge or a dispute names only its payment; where we do not
    hold that yet, because events come in any order, Stripe knows the session. None where it is not this shop's. An order
    is committed before Stripe is asked, so a session of ours that has no order yet is tried again."""
    inner = event_object(event)
    if event["type"] in SESSION_EVENTS:
        return _id(inner, "id") or None
    intent_id, charge_id = _id(inner, "payment_intent"), _id(inner, "charge")
    if not intent_id and charge_id:
        intent_id = client.get_payment_intent_id(charge_id)
    by_attempt = find_session_of_attempt(session, _id(_metadata(inner), "attempt"))
    if not intent_id or by_attempt:
        return by_attempt
    return find_session_of_payment(session, intent_id) or client.find_session_of_payment(intent_id)


def _quarantine(session: Session, event_id: str, event: dict[str, Any]) -> str:
    reason = "it speaks of a payment we do not hold"
    with transaction(session):
        row = _lock_event(session, event_id)
        row.state, row.reason, row.settled_at = EventState.QUARANTINED, reason, clock.now()
        sentence = f"the event {event_id} ({event['type']}) was kept aside: {reason}"
        raise_alert(session, f"quarantine:{event_id}", sentence)
    return EventState.QUARANTINED


def _warn_of_fraud(session: Session, row: StripeEvent, order: Order) -> None:
    if row.type == FRAUD_WARNING:
        sentence = "the card's issuer warns of fraud: refund it before it becomes a dispute"
        raise_alert(session, f"fraud:{row.object_id}", sentence, order.public_id)


def park_event(session: Session, event_id: str, trace: str) -> None:
    """Tried often enough: store why it failed and let staff look. The others go on."""
    with transaction(session):
        row = _lock_event(session, event_id)
        if row.state == EventState.RECEIVED:
            row.state, row.trace = EventState.PARKED, trace
            row.reason = trace.strip().splitlines()[-1][:500] if trace.strip() else ""
            # One alert for good: each sweep tries the event again, and it fails again until somebody has looked.
            sentence = f"the event {event_id} ({row.type}) could not be handled"
            raise_alert(session, f"parked:{event_id}", sentence)


def replay_event(session: Session, event_id: str, *, force: bool = False) -> None:
    """Queue an event once more; what it asks is safe to do twice. One that waits already is left alone. Raises NotFound,
    or NotReplayable for one that never concerned us, unless `force`: an operator may have mended a wrong setting."""
    with transaction(session):
        row = _lock_event(session, event_id)
        if row.state == EventState.RECEIVED:
            return
        if row.state not in REPLAYABLE_STATES and not force:
            raise NotReplayable(f"This event was {row.state}, so there is nothing to do again.")
        record_event(session, "stripe_event_replayed", subject=event_id, before={"state": row.state})
        requeue_event(session, row)


def requeue_event(session: Session, row: StripeEvent) -> None:
    """Inside the caller's transaction, which has locked the row. A job's key is good once, so each round has its own."""
    row.state, row.round, row.reason = EventState.RECEIVED, row.round + 1, ""
    enqueue(session, HANDLE_EVENT, f"event:{row.event_id}:{row.round}", row.event_id)


def _lock_event(session: Session, event_id: str) -> StripeEvent:
    query = select(StripeEvent).where(StripeEvent.event_id == event_id).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("There is no such event.")
    return row
