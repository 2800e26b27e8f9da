"""Refunds: asked for, decided, sent, followed to the bank's last word. The row is there before Stripe is asked."""

from __future__ import annotations

import json
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.jobs import MONEY, Job, enqueue
from saas.kernel.money import format_cents
from saas.orders import mail
from saas.orders.actions import giving
from saas.orders.actions.refunds_seen import move, new_row
from saas.orders.actions.settling import look
from saas.orders.gateway.asking import StripeBroke, StripeRefused
from saas.orders.gateway.calls import Gateway
from saas.orders.models.orders import Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.queries.money import is_contested, left_of, may_ask
from saas.orders.queries.orders import locked_order
from saas.orders.rules import refunds as rules
from saas.orders.rules.refunds import Reason, RefundState, Source

log = structlog.get_logger()
SUBMIT_REFUND = Job("submit_refund", MONEY)
# Stripe forgets a key after 24 hours, and then the same words are another refund: from here on it is looked up first.
KEY_LIVES = timedelta(hours=20)


class TooMuch(Refusal):
    """More was to go back than is left."""


class Contested(Refusal):
    """The buyer's bank is deciding about this payment."""


class TooLate(Refusal):
    """The time in which a buyer may ask is over, or there is nothing to ask for."""


class Moved(Refusal):
    """Something went back since the page was opened: perhaps the very refund that is asked for once more."""


def refund(
    session: Session, order_id: str, payment_id: str, amount_cents: int, *, reason: Reason, note: str, by: str,
    left_cents: int | None = None,
) -> Refund:  # fmt: skip
    """Staff send money back: `amount_cents` of the payment with Stripe's id `payment_id`. Two at once never send more
    than was paid, and with `left_cents`, what was left when the form was opened, a second press sends nothing. Raises
    Missing, TooMuch, Moved or Contested, and nothing is written."""
    with transaction(session):
        order = locked_order(session, order_id)
        payment = _payment(session, order, payment_id)
        _refuse(session, payment, amount_cents)
        left = left_of(session, payment)
        if left_cents not in (None, left):
            raise Moved(f"Another refund was made since you opened this page; {format_cents(left)} is left. Send again "
                        "if this one is meant as well.")  # fmt: skip
        made = new_row(order, payment, amount_cents, Source.STAFF, reason=reason, note=note, decided_by=by)
        session.add(made)
        _decide(session, order, payment, made)
    return made


def request_refund(session: Session, order_id: str, *, note: str) -> Refund:
    """The customer asks for everything that can still go back; staff decide. Of a gift or of seats that is what nobody
    has claimed. Raises TooLate or Contested."""
    with transaction(session):
        order = locked_order(session, order_id)
        payment = session.scalar(
            select(Payment).where(Payment.order_id == order.id, Payment.is_duplicate.is_(False)).limit(1)
        )
        amount = may_ask(session, order, clock.today())
        if payment is None or not amount:
            raise TooLate("There is nothing to ask for on this order any more. Write to us and say what happened.")
        _refuse(session, payment, amount)
        made = new_row(order, payment, amount, Source.CUSTOMER, state=RefundState.REQUESTED, note=note)
        session.add(made)
        session.flush()
        giving.hold_unclaimed(session, order, made)
        mail.queue_request(session, order, made)
    return made


def withdraw(session: Session, order_id: str) -> None:
    """The customer wants to keep the plan after all. After staff decided there is nothing to take back."""
    with transaction(session):
        order = locked_order(session, order_id)
        waiting = session.scalar(
            select(Refund).where(Refund.order_id == order.id, Refund.state == RefundState.REQUESTED)
        )
        if waiting is not None:
            move(session, waiting, RefundState.CANCELED)


def approve(session: Session, refund_id: str, *, by: str) -> Refund:
    """Staff say yes to a request. Pressed twice, or after somebody else decided, it changes nothing. Raises Contested,
    or TooMuch where Stripe's dashboard has sent a part of it back meanwhile; then it still waits."""
    with transaction(session):
        made, order, payment = _with_order(session, refund_id)
        if rules.moves(RefundState(made.state), RefundState.SUBMITTED):
            _refuse(session, payment, made.amount_cents, besides=made)
            made.decided_by, made.state = by, RefundState.SUBMITTED
            _decide(session, order, payment, made)
    return made


def decline(session: Session, refund_id: str, *, answer: str, by: str) -> Refund:
    """Staff say no, in a sentence that is mailed. A request that was decided stays as it is."""
    with transaction(session):
        made, order, _payment_row = _with_order(session, refund_id)
        if rules.moves(RefundState(made.state), RefundState.DECLINED):
            made.decided_by, made.answer, made.decided_at = by, answer, clock.now()
            move(session, made, RefundState.DECLINED)
            mail.queue_declined(session, order, made)
    return made


def refund_duplicate(session: Session, order_id: str, payment_id: str) -> None:
    """Send the second payment for an order back by ourselves, once."""
    with transaction(session):
        order = locked_order(session, order_id)
        payment = _payment(session, order, payment_id)
        left = left_of(session, payment)
        if left and not is_contested(session, payment):
            made = new_row(order, payment, left, Source.HOUSE, reason=Reason.DUPLICATE)
            session.add(made)
            _decide(session, order, payment, made)


def submit_refund(session: Session, gateway: Gateway, refund_id: str) -> None:
    """Ask Stripe, with exactly what was written down; pressed again it asks again for the same. A lost answer raises
    StripeUnavailable and leaves the refund to be asked for once more."""
    made, _order, payment = _with_order(session, refund_id, lock=False)
    if made.state == RefundState.SUBMITTED and made.decided_at and made.decided_at < clock.now() - KEY_LIVES:
        look(session, gateway, payment.session_id)
    if made.state != RefundState.SUBMITTED:
        return
    try:
        gateway.send_refund(json.loads(made.parameters), made.idempotency_key)
    except StripeBroke:
        _look_after_break(session, gateway, made, payment)
        raise
    except StripeRefused as refusal:
        _give_up(session, made.public_id, refusal.code)
        return
    look(session, gateway, payment.session_id)


def _decide(session: Session, order: Order, payment: Payment, made: Refund) -> None:
    """Freeze what will be sent, and let a worker send it."""
    made.decided_at = clock.now()
    session.flush()
    marks = {"app": "careercanopy", "refund_id": made.public_id, "order_id": order.public_id}
    sent = {"payment_intent": payment.stripe_id, "amount": made.amount_cents, "reason": made.reason, "metadata": marks}
    made.parameters = json.dumps(sent)
    enqueue(session, SUBMIT_REFUND, f"refund:{made.public_id}", made.public_id)


def _refuse(session: Session, payment: Payment, amount_cents: int, besides: Refund | None = None) -> None:
    if is_contested(session, payment):
        raise Contested("A bank is deciding about this payment, so a refund could pay it back twice.")
    left = left_of(session, payment, besides)
    if not 0 < amount_cents <= left:
        raise TooMuch(f"Of this payment {format_cents(left)} can still go back. Nothing was sent.")


def _look_after_break(session: Session, gateway: Gateway, made: Refund, payment: Payment) -> None:
    """After a definite 500 nobody knows what happened, and the key answers 500 for good: look it up at Stripe, and if
    it is not there, another try goes under another key."""
    look(session, gateway, payment.session_id)
    with transaction(session):
        if made.state == RefundState.SUBMITTED:
            made.tries += 1


def _give_up(session: Session, refund_id: str, code: str) -> None:
    log.error("stripe refused a refund", refund=refund_id, code=code)
    with transaction(session):
        made, order, _payment_row = _with_order(session, refund_id)
        made.failure = code
        move(session, made, RefundState.FAILED, order)


def _payment(session: Session, order: Order, payment_id: str) -> Payment:
    payment = session.scalar(select(Payment).where(Payment.order_id == order.id, Payment.stripe_id == payment_id))
    if payment is None:
        raise NotFound("There is no such payment.")
    return payment


def _with_order(session: Session, refund_id: str, *, lock: bool = True) -> tuple[Refund, Order, Payment]:
    """The refund with its order, which is held until the transaction ends, and its payment."""
    wanted = select(Refund).where(Refund.public_id == refund_id)
    wanted = wanted.options(joinedload(Refund.order), joinedload(Refund.payment))
    wanted = wanted.execution_options(populate_existing=True)  # whatever the session has of it may be old, or a part
    found = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such refund.")
    if lock:
        locked_order(session, found.order.public_id)
        found = session.scalars(wanted).one()
    return found, found.order, found.payment
