"""A worker does what an event asks: find the session it is about, ask Stripe how that stands, do it to the order."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.orders.actions.alerting import raise_alert
from saas.orders.actions.settling import apply
from saas.orders.gateway.calls import Gateway
from saas.orders.inbox.receiving import GOES_BACK, SETTLES, WARNING, requeue, subject
from saas.orders.models.inbox import EventState, StripeEvent
from saas.orders.models.orders import Order
from saas.orders.queries.orders import session_of_attempt, session_of_payment


def handle(session: Session, gateway: Gateway, event_id: str) -> str:
    """Do what a kept event asks, and mark it settled in the same transaction. Returns its state. Raises whatever stood in
    the way, with nothing done; done already, it does nothing."""
    held = session.scalar(select(StripeEvent).where(StripeEvent.event_id == event_id))
    if held is None or held.state != EventState.RECEIVED:
        return held.state if held else ""
    event = json.loads(held.body)
    session_id = _session_of(session, gateway, event)
    if session_id is None:
        return _set_aside(session, event_id, event)
    # The network first, while nothing is locked.
    seen = gateway.read_checkout(session_id, whole=held.type in GOES_BACK)
    with transaction(session):
        kept = _locked(session, event_id)
        if kept.state == EventState.RECEIVED:
            order = apply(session, seen, livemode=gateway.livemode)
            kept.state, kept.settled_at, kept.order_public_id = EventState.SETTLED, clock.now(), order.public_id
            _warn_of_fraud(session, held, order)
    return str(kept.state)


def park(session: Session, event_id: str, trace: str) -> None:
    """Tried often enough: keep why it failed and let a person look. The others go on."""
    with transaction(session):
        held = _locked(session, event_id)
        if held.state == EventState.RECEIVED:
            held.state, held.trace = EventState.PARKED, trace
            held.reason = trace.strip().splitlines()[-1][:500] if trace.strip() else ""
            # Once for good: each sweep tries it again, and fails again until somebody has looked.
            raise_alert(session, f"parked:{event_id}", f"the event {event_id} ({held.type}) could not be handled")


def replay(session: Session, event_id: str) -> None:
    """Do an event over, whatever became of it; what it asks is safe to do twice. Raises Missing."""
    with transaction(session):
        requeue(session, _locked(session, event_id))


def _locked(session: Session, event_id: str) -> StripeEvent:
    wanted = select(StripeEvent).where(StripeEvent.event_id == event_id).with_for_update()
    held = session.scalar(wanted.execution_options(populate_existing=True))
    if held is None:
        raise NotFound("There is no such event.")
    return held


def _session_of(session: Session, gateway: Gateway, event: dict[str, Any]) -> str | None:
    """The Checkout Session an event is about. A refund, a charge or a dispute names only its payment; where that is not
    known here yet, because events come in any order, Stripe knows the session. None where it is not this shop's. An order
    is written down before Stripe is asked, so a session of ours that finds none is tried again."""
    thing = subject(event)
    if event["type"] in SETTLES:
        return str(thing["id"])
    intent_id, charge_id = str(thing.get("payment_intent") or ""), str(thing.get("charge") or "")
    if not intent_id and charge_id:
        intent_id = gateway.intent_of(charge_id)
    by_attempt = session_of_attempt(session, (thing.get("metadata") or {}).get("attempt", ""))
    if not intent_id or by_attempt:
        return by_attempt
    return session_of_payment(session, intent_id) or gateway.session_of_payment(intent_id)


def _set_aside(session: Session, event_id: str, event: dict[str, Any]) -> str:
    why = "it speaks of a payment we do not hold"
    with transaction(session):
        held = _locked(session, event_id)
        held.state, held.reason, held.settled_at = EventState.QUARANTINED, why, clock.now()
        raise_alert(session, f"quarantine:{event_id}", f"the event {event_id} ({event['type']}) was kept aside: {why}")
    return EventState.QUARANTINED


def _warn_of_fraud(session: Session, held: StripeEvent, order: Order) -> None:
    if held.type == WARNING:
        early = "the card's issuer warns of fraud: refund it before it becomes a dispute"
        raise_alert(session, f"fraud:{held.object_id}", early, order.public_id)
