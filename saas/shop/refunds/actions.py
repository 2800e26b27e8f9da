"""Refund requests and refunds: asked for, decided, written down. Stripe is asked by `shop.stripe.refunds`, afterward.

Each verb locks the order first, so two at once never refund more than was paid.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from saas.accounts.events.actions import record_event
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.jobs import MONEY, Job, enqueue
from saas.kernel.money import format_cents
from saas.shop.alerts.actions import raise_alert
from saas.shop.disputes.queries import is_under_dispute
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.offer import APP_TAG, DELETED_ADDRESS
from saas.shop.orders.queries import lock_order
from saas.shop.refunds import letters, rules
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import find_first_payment, find_refund_request, refundable_cents, requestable_cents
from saas.shop.refunds.rules import RefundReason, RefundSource, RefundState
from saas.shop.seats.actions import hold_unclaimed_seats, release_seats

SUBMIT_REFUND = Job("submit_refund", MONEY)
REFUND_DUPLICATE = Job("refund_duplicate", MONEY)


class AmountTooHigh(Refusal):
    """More was to be refunded than is left."""


class UnderDispute(Refusal):
    """The buyer's bank is deciding about this payment."""


class NotRefundable(Refusal):
    """The time in which a buyer can ask is over, or there is nothing to ask for."""


class AlreadyRequested(Refusal):
    """A request for this order waits already; it stands as it was."""


class AnswerMissing(Refusal):
    """A request is declined with a sentence, which is mailed."""

    status = 422


class StaleAmount(Refusal):
    """Something was refunded since the page was opened: perhaps the very refund that is asked for once more."""


def request_refund(session: Session, order_id: str, *, note: str) -> Refund:
    """The customer asks for everything that can still be refunded; staff decide. Of a gift or of seats that is the share
    nobody has claimed, and those seats cannot be claimed meanwhile. Raises AlreadyRequested, NotRefundable or
    UnderDispute, and nothing is written."""
    with transaction(session):
        order = lock_order(session, order_id)
        if find_refund_request(session, order) is not None:
            raise AlreadyRequested("You have asked for this already. A person decides and writes to you either way.")
        payment = find_first_payment(session, order)
        amount = requestable_cents(session, order, clock.today())
        if payment is None or not amount:
            raise NotRefundable(
                "There is nothing to ask for on this order any more. Write to us and say what happened."
            )
        _check_refundable(session, payment, amount)
        refund = new_refund(order, payment, amount, RefundSource.CUSTOMER, state=RefundState.REQUESTED, note=note)
        session.add(refund)
        session.flush()
        hold_unclaimed_seats(session, order, refund.id)
        letters.queue_request_received(session, order, refund)
    return refund


def withdraw_refund_request(session: Session, order_id: str) -> bool:
    """The customer wants to keep the plan after all. Whether there was a request: once staff have decided there is
    nothing to withdraw."""
    with transaction(session):
        order = lock_order(session, order_id)
        refund = find_refund_request(session, order)
        if refund is not None:
            transition_refund(session, refund, RefundState.CANCELED)
    return refund is not None


def approve_refund_request(session: Session, refund_id: str, *, by: str) -> Refund:
    """Staff say yes. Pressed twice, or after somebody else decided, it changes nothing. Raises NotFound, UnderDispute, or
    AmountTooHigh where a part was refunded in Stripe's dashboard meanwhile; then the request still waits."""
    with transaction(session):
        refund = _lock_request(session, refund_id)
        if rules.can_transition(RefundState(refund.state), RefundState.SUBMITTED):
            _check_refundable(session, refund.payment, refund.amount_cents, excluding=refund)
            refund.decided_by, refund.state = by, RefundState.SUBMITTED
            _record_staff_act(session, "refund_approved", refund, before=RefundState.REQUESTED)
            _freeze_and_queue(session, refund.order, refund.payment, refund)
    return refund


def decline_refund_request(session: Session, refund_id: str, *, answer: str, by: str) -> Refund:
    """Staff say no, in a sentence that is mailed. A request that was decided stays as it is. Raises NotFound, or
    AnswerMissing for a request that waits."""
    with transaction(session):
        refund = _lock_request(session, refund_id)
        if rules.can_transition(RefundState(refund.state), RefundState.DECLINED):
            if not answer.strip():
                raise AnswerMissing("Say why in a sentence. The customer gets it by mail.")
            refund.decided_by, refund.answer, refund.decided_at = by, answer, clock.now()
            transition_refund(session, refund, RefundState.DECLINED)
            _record_staff_act(session, "refund_declined", refund, before=RefundState.REQUESTED)
            letters.queue_request_declined(session, refund.order, refund)
    return refund


def close_refund_requests(session: Session, order: Order) -> None:
    """The money went back another way, so there is nothing left to decide. Inside the caller's transaction."""
    waiting = select(Refund).where(Refund.order_id == order.id, Refund.state == RefundState.REQUESTED)
    for refund in session.scalars(waiting):
        refund.decided_at = clock.now()  # set: closed by the program; a customer who withdraws decides nothing
        transition_refund(session, refund, RefundState.CANCELED)


def create_refund(
    session: Session,
    order_id: str,
    payment_id: str,
    amount_cents: int,
    *,
    reason: RefundReason,
    note: str,
    by: str,
    left_cents: int | None = None,
) -> Refund:
    """Staff refund `amount_cents` of the payment with Stripe's id `payment_id`. `left_cents` is what was left when the
    form was opened: with it, a second press sends nothing. Raises NotFound, AmountTooHigh, StaleAmount or UnderDispute,
    and nothing is written."""
    with transaction(session):
        order = lock_order(session, order_id)
        payment = _get_payment(session, order, payment_id)
        _check_refundable(session, payment, amount_cents)
        left = refundable_cents(session, payment)
        if left_cents not in (None, left):
            raise StaleAmount(
                f"Another refund was made since you opened this page; {format_cents(left)} is left. Send again "
                "if this one is meant as well."
            )
        refund = new_refund(order, payment, amount_cents, RefundSource.STAFF, reason=reason, note=note, decided_by=by)
        session.add(refund)
        session.flush()
        _record_staff_act(session, "refund_created", refund)
        _freeze_and_queue(session, order, payment, refund)
    return refund


def refund_duplicate_payment(session: Session, order_id: str, payment_id: str) -> None:
    """Refund the second payment for an order without being asked, once."""
    with transaction(session):
        order = lock_order(session, order_id)
        payment = _get_payment(session, order, payment_id)
        left = refundable_cents(session, payment)
        if left and not is_under_dispute(session, payment):
            refund = new_refund(order, payment, left, RefundSource.AUTOMATIC, reason=RefundReason.DUPLICATE)
            session.add(refund)
            _freeze_and_queue(session, order, payment, refund)


def new_refund(order: Order, payment: Payment, amount_cents: int, source: RefundSource, **values: Any) -> Refund:
    """A row for a refund of `payment`, not added to the session. SUBMITTED unless `values` says otherwise."""
    return Refund(
        order_id=order.id,
        account_id=order.account_id,
        payment_id=payment.id,
        amount_cents=amount_cents,
        currency=payment.currency,
        source=source,
        **{"state": RefundState.SUBMITTED, **values},
    )


def transition_refund(session: Session, refund: Refund, to: RefundState, order: Order | None = None) -> None:
    """To its next state, if that is news; with the order, its letters and alerts follow. Inside the caller's
    transaction, which has locked the order."""
    before = RefundState(refund.state)
    if not rules.can_transition(before, to):
        return
    refund.state, refund.moved_at = to, clock.now()
    if to in rules.VOID_STATES:
        release_seats(session, refund.id)
    if order is not None:
        _notify(session, order, refund, before)


def _notify(session: Session, order: Order, refund: Refund, before: RefundState) -> None:
    has_address = order.email != DELETED_ADDRESS
    if refund.state in rules.RETURNED_STATES and before not in rules.RETURNED_STATES and has_address:
        letters.queue_refund_sent(session, order, refund)
    if refund.state == RefundState.FAILED:
        reason = refund.failure or "no reason given"
        sentence = f"the refund {refund.stripe_id} failed ({reason}): send the money another way"
        raise_alert(session, f"refund_failed:{refund.public_id}", sentence, order.public_id)
        if before in rules.RETURNED_STATES and has_address:
            letters.queue_refund_failed(session, order, refund)


def _freeze_and_queue(session: Session, order: Order, payment: Payment, refund: Refund) -> None:
    """Store what will be sent to Stripe, and queue the job that sends it."""
    refund.decided_at = clock.now()
    session.flush()
    metadata = {"app": APP_TAG, "refund_id": refund.public_id, "order_id": order.public_id}
    parameters = {
        "payment_intent": payment.stripe_id,
        "amount": refund.amount_cents,
        "reason": refund.reason,
        "metadata": metadata,
    }
    refund.parameters = json.dumps(parameters)
    enqueue(session, SUBMIT_REFUND, f"refund:{refund.public_id}", refund.public_id)


def _record_staff_act(session: Session, kind: str, refund: Refund, *, before: RefundState | None = None) -> None:
    """Into the log of staff acts. The note stays out of it."""
    values = {"state": refund.state, "amount_cents": refund.amount_cents, "reason": refund.reason}
    record_event(
        session,
        kind,
        account_id=refund.account_id,
        subject=refund.public_id,
        before={"state": before} if before else None,
        after=values,
    )


def _check_refundable(
    session: Session, payment: Payment, amount_cents: int, *, excluding: Refund | None = None
) -> None:
    if is_under_dispute(session, payment):
        raise UnderDispute("A bank is deciding about this payment, so a refund could pay it back twice.")
    left = refundable_cents(session, payment, excluding=excluding)
    if not 0 < amount_cents <= left:
        raise AmountTooHigh(f"Of this payment {format_cents(left)} can still go back. Nothing was sent.")


def _get_payment(session: Session, order: Order, payment_id: str) -> Payment:
    payment = session.scalar(select(Payment).where(Payment.order_id == order.id, Payment.stripe_id == payment_id))
    if payment is None:
        raise NotFound("There is no such payment.")
    return payment


def _lock_request(session: Session, refund_id: str) -> Refund:
    """A customer's request, decided or not, with its order locked."""
    refund = get_refund(session, refund_id, lock=True)
    if refund.source != RefundSource.CUSTOMER:
        raise NotFound("There is no such request.")
    return refund


def get_refund(session: Session, refund_id: str, *, lock: bool = False) -> Refund:
    """The refund as it is now, with its order and payment. With `lock` its order is locked until the transaction ends.
    Raises NotFound."""
    query = select(Refund).where(Refund.public_id == refund_id)
    query = query.options(joinedload(Refund.order), joinedload(Refund.payment))
    query = query.execution_options(populate_existing=True)  # what the session holds of it may be old, or a part
    refund = session.scalar(query)
    if refund is None:
        raise NotFound("There is no such refund.")
    if lock:
        lock_order(session, refund.order.public_id)
        refund = session.scalars(query).one()
    return refund
