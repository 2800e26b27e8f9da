"""What Stripe lists of refunds, done to our rows, and what follows from a refund's new state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.orders import mail
from saas.orders.actions import giving
from saas.orders.actions.alerting import raise_alert
from saas.orders.models.orders import Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.rules import refunds as rules
from saas.orders.rules.offer import DELETED_ADDRESS
from saas.orders.rules.refunds import Reason, RefundState, Source
from saas.orders.rules.seen import RefundSeen


def follow(session: Session, order: Order, payment: Payment, refunds: tuple[RefundSeen, ...]) -> None:
    """What Stripe lists of a payment's refunds, done to our rows. Inside the caller's transaction, which holds the order.
    One that we never asked for was begun in Stripe's dashboard."""
    for seen in refunds:
        made = _known(session, order, payment, seen) or _from_dashboard(session, order, payment, seen)
        made.stripe_id, made.failure = seen.stripe_id, seen.failure_reason
        move(session, made, rules.state_of(seen.status), order)


def close_request(session: Session, order: Order) -> None:
    """The money went another way, so there is nothing to decide any more. Inside the caller's transaction."""
    waiting = select(Refund).where(Refund.order_id == order.id, Refund.state == RefundState.REQUESTED)
    for made in session.scalars(waiting):
        made.decided_at = clock.now()  # by the house: whoever takes a request back decides nothing
        move(session, made, RefundState.CANCELED)


def move(session: Session, made: Refund, to: RefundState, order: Order | None = None) -> None:
    """To its next state, if that is news; with the order, its letters follow. Inside the caller's transaction."""
    before = RefundState(made.state)
    if not rules.moves(before, to):
        return
    made.state, made.moved_at = to, clock.now()
    if to in rules.VOID:
        giving.let_go(session, made)
    if order is not None:
        _tell(session, order, made, before)


def _tell(session: Session, order: Order, made: Refund, before: RefundState) -> None:
    has_address = order.email != DELETED_ADDRESS
    if made.state in rules.RETURNED and before not in rules.RETURNED and has_address:
        mail.queue_refund(session, order, made)
    if made.state == RefundState.FAILED:
        undone = f"the refund {made.stripe_id} failed ({made.failure or 'no reason given'}): send the money another way"
        raise_alert(session, f"refund_failed:{made.public_id}", undone, order.public_id)
        if before in rules.RETURNED and has_address:
            mail.queue_refund_failed(session, order, made)


def _known(session: Session, order: Order, payment: Payment, seen: RefundSeen) -> Refund | None:
    """Our own row: by Stripe's id, or, if the answer to our call was lost, by the reference we sent along. A reference is
    only believed for a row of the same payment."""
    held = session.scalar(select(Refund).where(Refund.stripe_id == seen.stripe_id))
    if held is not None or not seen.refund_reference:
        return held
    return session.scalar(
        select(Refund).where(
            Refund.public_id == seen.refund_reference, Refund.payment_id == payment.id, Refund.stripe_id.is_(None)
        )
    )


def _from_dashboard(session: Session, order: Order, payment: Payment, seen: RefundSeen) -> Refund:
    made = new_row(order, payment, seen.amount_cents, Source.STRIPE, reason=seen.reason or Reason.REQUESTED)
    session.add(made)
    session.flush()
    return made


def new_row(order: Order, payment: Payment, amount_cents: int, source: Source, **more: Any) -> Refund:
    """A refund of a payment, as decided unless `more` says otherwise."""
    return Refund(
        order_id=order.id, account_id=order.account_id, payment_id=payment.id, amount_cents=amount_cents,
        currency=payment.currency, source=source, **{"state": RefundState.SUBMITTED, **more},
    )  # fmt: skip
