"""Stripe's events: verified, kept, and done. The event's row and its effect are one transaction.

A failure leaves no mark and answers 500, so that Stripe sends it again. The payload is only a hint: what is done
rests on what Stripe answers when asked.
"""

from __future__ import annotations

import json
from typing import Any

import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import Refusal
from saas.orders import actions, queries
from saas.orders.gateway import Gateway
from saas.orders.models import StripeEvent

log = structlog.get_logger()
SETTLES = frozenset(
    f"checkout.session.{name}" for name in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")
)
# Refunds are begun by staff in Stripe's dashboard; what they changed is read from the session like everything else.
REFUNDS = frozenset({"charge.refunded", "refund.created", "refund.updated", "refund.failed"})
APP = "careercanopy"
TOLERANCE_SECONDS = 300


class Forged(Refusal):
    """The signature does not fit the body, or is too old."""

    status = 400


def verified(payload: bytes, header: str, secrets: tuple[str, ...]) -> dict[str, Any]:
    """The event, if one of our secrets signed exactly these bytes within five minutes. Raises Forged.

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
        raise Forged("This event is not JSON, so nothing was done.") from error
    if not isinstance(event, dict) or event.get("object") != "event" or not isinstance(event.get("id"), str):
        raise Forged("This is not an event of the kind this address takes.")
    return event


def receive(session: Session, gateway: Gateway, event: dict[str, Any], *, account_id: str = "") -> str:
    """Keep the event and do what it asks, together or not at all. Returns the outcome, also for one seen before."""
    foreign = _foreign(event, livemode=gateway.livemode, account_id=account_id)
    if foreign:
        return _keep(session, event, "quarantined", foreign)
    if event.get("type") not in SETTLES | REFUNDS:
        return _keep(session, event, "ignored", "")
    session_id = _session_of(session, event)
    if session_id is None:
        return _keep(session, event, "quarantined", "it speaks of a payment we do not hold")
    return _settle(session, gateway, event, session_id)


def _session_of(session: Session, event: dict[str, Any]) -> str | None:
    """The Checkout Session an event is about; a refund or charge names only its payment."""
    thing = event["data"]["object"]
    if event["type"] in SETTLES:
        return str(thing["id"])
    held = queries.session_of_payment(session, str(thing.get("payment_intent")))
    return held or queries.session_of_attempt(session, (thing.get("metadata") or {}).get("attempt", ""))


def _settle(session: Session, gateway: Gateway, event: dict[str, Any], session_id: str) -> str:
    if queries.is_handled(session, event["id"]):
        return "seen before"
    seen = gateway.read_checkout(session_id)  # the network first, while nothing is locked
    with transaction(session):
        if not _first_sight(session, event, "settled", ""):
            return "seen before"
        actions.apply(session, seen, livemode=gateway.livemode)
    return "settled"


def _foreign(event: dict[str, Any], *, livemode: bool, account_id: str) -> str:
    """Why this event is not ours to act on, or an empty string."""
    if event.get("livemode") is not livemode:
        return "it comes from the other mode of Stripe"
    if event.get("account") not in (None, account_id or None):
        return "it belongs to another account"
    thing = (event.get("data") or {}).get("object") or {}
    if event.get("type") in SETTLES and (thing.get("metadata") or {}).get("app") != APP:
        return "its session was not opened by this shop"
    return ""


def _keep(session: Session, event: dict[str, Any], outcome: str, reason: str) -> str:
    if reason:
        log.warning("event kept aside", event_id=event["id"], why=reason)
    with transaction(session):
        return outcome if _first_sight(session, event, outcome, reason) else "seen before"


def _first_sight(session: Session, event: dict[str, Any], outcome: str, reason: str) -> bool:
    """Write the event's row; False if another delivery wrote it first."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = session.execute(
        insert(StripeEvent)
        .values(
            event_id=event["id"], type=str(event.get("type"))[:120], outcome=outcome, reason=reason,
            body=json.dumps(event), received_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["event_id"])
        .returning(StripeEvent.id)
    )  # fmt: skip
    return written.first() is not None
