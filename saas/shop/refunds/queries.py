"""Refunds of an order, how its money adds up, and what can still be refunded. Amounts in cents.

Every sum is worked out from rows that are never edited; no total is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from saas.kernel import clock
from saas.shop.disputes.queries import is_under_dispute
from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.offer import Kind
from saas.shop.orders.rules import OrderState
from saas.shop.refunds import rules
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RETURNED_STATES, VOID_STATES, RefundState
from saas.shop.seats.queries import count_seats
from saas.shop.seats.rules import share_cents

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """`paid` is what arrived, `returned` what Stripe sent back or is sending, `reserved` that and what is requested,
    `disputed` what disputes took from our balance, `fees` what Stripe kept."""

    paid: int
    returned: int
    reserved: int
    disputed: int
    fees: int

    @property
    def left(self) -> int:
        return rules.remaining_cents(self.paid, self.reserved)


def sum_order_money(session: Session, order: Order) -> OrderMoney:
    columns = select(LedgerEntry.kind, LedgerEntry.amount_cents, LedgerEntry.fee_cents)
    entries = session.execute(columns.where(LedgerEntry.order_id == order.id)).all()
    refunds = list_order_refunds(session, order)
    return OrderMoney(
        paid=_sum(session, select(func.sum(Payment.amount_cents)).where(Payment.order_id == order.id)),
        returned=sum(refund.amount_cents for refund in refunds if refund.state in RETURNED_STATES),
        reserved=sum(refund.amount_cents for refund in refunds if refund.state not in VOID_STATES),
        disputed=-sum(amount for kind, amount, _fee in entries if kind == "adjustment"),
        fees=sum(fee for _kind, _amount, fee in entries),
    )


def list_order_refunds(session: Session, order: Order) -> Sequence[Refund]:
    """Oldest first."""
    return session.scalars(select(Refund).where(Refund.order_id == order.id).order_by(Refund.id)).all()


def find_refund(session: Session, public_id: str) -> Refund | None:
    """With its order."""
    return session.scalar(select(Refund).where(Refund.public_id == public_id).options(joinedload(Refund.order)))


def find_refund_request(session: Session, order: Order) -> Refund | None:
    """What the customer asked for and nobody has decided yet."""
    return session.scalar(select(Refund).where(Refund.order_id == order.id, Refund.state == RefundState.REQUESTED))


def list_refund_requests(session: Session, limit: int = PAGE_SIZE) -> Sequence[Refund]:
    """Requests of customers that wait for a decision, oldest first, with their orders and payments."""
    query = select(Refund).where(Refund.state == RefundState.REQUESTED).order_by(Refund.id).limit(limit)
    return session.scalars(query.options(joinedload(Refund.order), joinedload(Refund.payment))).all()


def find_first_payment(session: Session, order: Order) -> Payment | None:
    """The payment that a customer's request is about: a second payment for the same order goes back by itself."""
    query = select(Payment).where(Payment.order_id == order.id, Payment.is_duplicate.is_(False))
    return session.scalar(query.limit(1))


def refundable_cents(session: Session, payment: Payment, *, excluding: Refund | None = None) -> int:
    """What can still be refunded of one payment. What is only requested counts as gone; `excluding` leaves one refund
    out of the sum."""
    excluded_id = excluding.id if excluding else 0
    reserved = select(func.sum(Refund.amount_cents)).where(
        Refund.payment_id == payment.id, Refund.state.not_in(VOID_STATES), Refund.id != excluded_id
    )
    return rules.remaining_cents(payment.amount_cents, _sum(session, reserved))


def requestable_cents(session: Session, order: Order, today: date) -> int:
    """What the buyer can ask back today: everything that is left while the time runs, of seats the share that nobody has
    claimed. A gift can be refunded until it is claimed. Nothing while a request waits."""
    if order.state != OrderState.PAID or order.paid_at is None or find_refund_request(session, order) is not None:
        return 0
    if order.kind != Kind.GIFT and today > rules.last_refund_day(clock.day_of(order.paid_at)):
        return 0
    payment = find_first_payment(session, order)
    if payment is None or not payment.amount_cents or is_under_dispute(session, payment):
        return 0
    left = refundable_cents(session, payment)
    if order.kind == Kind.SELF:
        return left
    unclaimed = count_seats(session, order).unclaimed
    return min(left, share_cents(payment.amount_cents, order.quantity, unclaimed))


def _sum(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0
