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
from saas.shop.alerts.actions import raise_alert
from saas.shop.disputes.models import Dispute
from saas.shop.disputes.rules import WITH_BANK
from saas.shop.orders.models import Checkout, Order, Payment
from saas.shop.orders.rules import OPEN_STATES, AttemptState, OrderState
from saas.shop.refunds.actions import SUBMIT_REFUND
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RefundState
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.inbox import receive_event, requeue_event
from saas.shop.stripe.models import EventState, StripeEvent, Sweep
from saas.shop.stripe.sync import refresh_order

log = structlog.get_logger()
EVENTS_SWEEP = "events"
# Stripe's list may show an event a little after its time; what is read twice is known by its id.
OVERLAP = timedelta(minutes=10)
# Stripe keeps events for 30 days; after a longer pause the sweep begins there.
MAX_LOOKBACK = timedelta(days=29)
OPEN_AFTER = timedelta(minutes=15)
MAX_ORDERS = 50
MAX_SKEW_SECONDS = 60
UNANSWERED_AFTER = timedelta(hours=2)
# A parked event may have failed because Stripe was away for long; for a day each sweep tries it once more.
RETRY_PARKED_FOR = timedelta(days=1)


def sweep_events(session: Session, client: StripeClient, *, account_id: str = "") -> int:
    """Keep every event of Stripe's that is not here yet, and queue its job. Returns how many there were. The mark moves
    only when all were read, so a sweep that was cut short is done again."""
    began = clock.now()
    since = _last_sweep(session) or began - MAX_LOOKBACK
    events = client.list_events_since(int((since - OVERLAP).timestamp()))
    missing = [event for event in events if not _is_known(session, event["id"])]
    for event in reversed(missing):
        receive_event(session, event, livemode=client.livemode, account_id=account_id)
    if missing:
        log.warning("events were missed and are here now", count=len(missing))
    key_account = client.get_account_id() if account_id else ""
    with transaction(session):
        # The mark is Stripe's time: ours, were it ahead, would leave out what happens until theirs has caught up.
        ahead = timedelta(seconds=max(0.0, client.skew_seconds))
        session.merge(Sweep(name=EVENTS_SWEEP, reached_at=began - ahead))
        _check_clock(session, client, began)
        if key_account != account_id:
            sentence = f"our key belongs to {key_account}, and STRIPE_ACCOUNT_ID is {account_id}"
            raise_alert(session, f"account:{key_account}", sentence)
    return len(missing)


def retry_parked_events(session: Session) -> None:
    """Queue again what was parked within a day and has not been looked at since."""
    with transaction(session):
        parked = select(StripeEvent).where(
            StripeEvent.state == EventState.PARKED, StripeEvent.received_at > clock.now() - RETRY_PARKED_FOR
        )
        for row in session.scalars(parked.with_for_update(skip_locked=True)):
            requeue_event(session, row)


def retry_unanswered_refunds(session: Session) -> None:
    """Submit again what was decided long ago and never answered: its job tried for an hour and gave up."""
    with transaction(session):
        late = select(Refund.public_id).where(
            Refund.state == RefundState.SUBMITTED, Refund.decided_at < clock.now() - UNANSWERED_AFTER
        )
        for refund_id in session.scalars(late):
            enqueue(session, SUBMIT_REFUND, f"refund:{refund_id}:{clock.now():%Y-%m-%dT%H}", refund_id)
            sentence = f"Stripe has not answered for the refund {refund_id}: it is asked again"
            raise_alert(session, f"unanswered:{refund_id}", sentence)


def refresh_open_orders(session: Session, client: StripeClient) -> None:
    """Ask about every Checkout Session that was opened more than a quarter of an hour ago and has not ended here, and
    about disputes whose evidence was submitted without an answer from Stripe."""
    late = [(session_id, False) for session_id in _list_open_sessions(session)]
    late += [(session_id, True) for session_id in _list_unconfirmed_disputes(session)]
    for session_id, with_all_changes in late:
        try:
            refresh_order(session, client, session_id, with_all_changes=with_all_changes)
        except NotFound:
            log.exception("a session is unknown at Stripe", session_id=session_id)
        except Unavailable:
            return  # the next sweep goes on


def _list_open_sessions(session: Session) -> list[str]:
    waits = (Checkout.state == AttemptState.OPEN) | (Order.state == OrderState.PROCESSING)
    query = (
        select(Checkout.session_id)
        .join(Order, (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id))
        .where(Order.state.in_(OPEN_STATES), Checkout.session_id.is_not(None), waits)
        .where(Checkout.created_at < clock.now() - OPEN_AFTER)
        .order_by(Checkout.id.desc())
        .limit(MAX_ORDERS)
    )
    return [session_id for session_id in session.scalars(query) if session_id]


def _list_unconfirmed_disputes(session: Session) -> list[str]:
    """Sessions of disputes that are marked as submitted, where Stripe has not counted a submission: the process that sent
    it may have died before Stripe answered (see `stripe.disputes.send_evidence`)."""
    payment_of_dispute = (Payment.id == Dispute.payment_id) & (Payment.account_id == Dispute.account_id)
    query = select(Payment.session_id).join(Dispute, payment_of_dispute)
    query = query.where(Dispute.status.in_(WITH_BANK), Dispute.submissions == 0).limit(MAX_ORDERS)
    return list(session.scalars(query))


def _last_sweep(session: Session) -> datetime | None:
    return session.scalar(select(Sweep.reached_at).where(Sweep.name == EVENTS_SWEEP))


def _is_known(session: Session, event_id: str) -> bool:
    return session.scalar(select(StripeEvent.id).where(StripeEvent.event_id == event_id)) is not None


def _check_clock(session: Session, client: StripeClient, now: datetime) -> None:
    if abs(client.skew_seconds) > MAX_SKEW_SECONDS:
        skew = f"{client.skew_seconds:+.0f} s"
        sentence = f"this machine's clock is {skew} off Stripe's: beyond 300 s every event is refused"
        raise_alert(session, f"clock:{now:%Y-%m-%d}", sentence)
