"""What a webhook may have missed, looked up by ourselves: events that never came, orders that stay open, a clock astray.

Each sweep is a worker's chore. Two workers at once do the same twice, which changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Unavailable
from saas.kernel.jobs import enqueue
from saas.orders.actions.alerting import raise_alert
from saas.orders.actions.refunding import SUBMIT_REFUND
from saas.orders.actions.settling import settle
from saas.orders.gateway.calls import Gateway
from saas.orders.inbox.receiving import receive, requeue
from saas.orders.models.inbox import EventState, StripeEvent, Sweep
from saas.orders.models.orders import Checkout, Order
from saas.orders.models.refunds import Refund
from saas.orders.rules.refunds import RefundState
from saas.orders.rules.states import OPEN, AttemptState, State

log = structlog.get_logger()
EVENTS = "events"
# Stripe's list may show an event a little after its time; what is read twice is known by its id.
OVERLAP = timedelta(minutes=10)
# Stripe keeps events for 30 days; a house that slept longer begins there.
LONGEST = timedelta(days=29)
OPEN_TOO_LONG = timedelta(minutes=15)
MOST_ORDERS = 50
MOST_SKEW_SECONDS = 60
UNANSWERED = timedelta(hours=2)
# A parked event may have failed because Stripe was away for long; for a day each sweep tries it once more.
STILL_TRIED = timedelta(days=1)


def sweep_events(session: Session, gateway: Gateway, *, account_id: str = "") -> int:
    """Keep every event of Stripe's that is not here yet, and queue what it asks. How many there were. The mark moves only
    when all were read, so a sweep that was cut short is done again."""
    began = clock.now()
    since = _reached(session) or began - LONGEST
    missing = [
        one for one in gateway.events_since(int((since - OVERLAP).timestamp())) if not _is_held(session, one["id"])
    ]
    for event in reversed(missing):
        receive(session, event, livemode=gateway.livemode, account_id=account_id)
    if missing:
        log.warning("events were missed and are here now", count=len(missing))
    here = gateway.account_id() if account_id else ""
    with transaction(session):
        # The mark is Stripe's time: ours, were it ahead, would leave out what happens until theirs has caught up.
        ahead = timedelta(seconds=max(0.0, gateway.skew_seconds))
        session.merge(Sweep(name=EVENTS, reached_at=began - ahead))
        _check_clock(session, gateway, began)
        if here != account_id:
            raise_alert(session, f"account:{here}", f"our key belongs to {here}, and STRIPE_ACCOUNT_ID is {account_id}")
    return len(missing)


def retry_parked(session: Session) -> None:
    """Queue again what was parked within a day and has not been looked at since."""
    with transaction(session):
        parked = select(StripeEvent).where(
            StripeEvent.state == EventState.PARKED, StripeEvent.received_at > clock.now() - STILL_TRIED
        )
        for held in session.scalars(parked.with_for_update(skip_locked=True)):
            requeue(session, held)


def resume_refunds(session: Session) -> None:
    """Ask again for what was decided long ago and never answered: its job tried for an hour and gave up."""
    with transaction(session):
        late = select(Refund.public_id).where(
            Refund.state == RefundState.SUBMITTED, Refund.decided_at < clock.now() - UNANSWERED
        )
        for refund_id in session.scalars(late):
            enqueue(session, SUBMIT_REFUND, f"refund:{refund_id}:{clock.now():%Y-%m-%dT%H}", refund_id)
            raise_alert(
                session,
                f"unanswered:{refund_id}",
                f"Stripe has not answered for the refund {refund_id}: it is asked again",
            )


def look_at_open_orders(session: Session, gateway: Gateway) -> None:
    """Ask about every page of Stripe's that was opened more than a quarter of an hour ago and of which no end is known."""
    for session_id in _open_sessions(session):
        try:
            settle(session, gateway, session_id)
        except NotFound:
            log.exception("a session is unknown at Stripe", session_id=session_id)
        except Unavailable:
            return  # the next sweep goes on


def _open_sessions(session: Session) -> list[str]:
    waits = Checkout.state.in_((AttemptState.OPEN,)) | (Order.state == State.PROCESSING)
    found = session.scalars(
        select(Checkout.session_id)
        .join(Order, (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id))
        .where(Order.state.in_(OPEN), Checkout.session_id.is_not(None), waits)
        .where(Checkout.created_at < clock.now() - OPEN_TOO_LONG)
        .order_by(Checkout.id.desc())
        .limit(MOST_ORDERS)
    )
    return [session_id for session_id in found if session_id]


def _reached(session: Session) -> datetime | None:
    return session.scalar(select(Sweep.reached_at).where(Sweep.name == EVENTS))


def _is_held(session: Session, event_id: str) -> bool:
    return session.scalar(select(StripeEvent.id).where(StripeEvent.event_id == event_id)) is not None


def _check_clock(session: Session, gateway: Gateway, now: datetime) -> None:
    if abs(gateway.skew_seconds) > MOST_SKEW_SECONDS:
        off = f"this machine's clock is {gateway.skew_seconds:+.0f} s off Stripe's: beyond 300 s every event is refused"
        raise_alert(session, f"clock:{now:%Y-%m-%d}", off)
