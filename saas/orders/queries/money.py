"""How an order's money stands, worked out from rows that are never edited. Amounts in cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.kernel.clock import DEFAULT_ZONE
from saas.orders.models.disputes import Dispute
from saas.orders.models.ledger import LedgerEntry
from saas.orders.models.orders import Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import Seat
from saas.orders.rules import disputes
from saas.orders.rules import refunds as rules
from saas.orders.rules.offer import Kind
from saas.orders.rules.refunds import RefundState
from saas.orders.rules.seats import Count, share_cents
from saas.orders.rules.states import State


@dataclass(frozen=True, slots=True)
class Standing:
    """`paid` is what arrived, `back` what Stripe sent back or is sending, `spoken_for` that and what is being asked for,
    `disputed` what disputes took from our balance, `fees` what Stripe kept."""

    paid: int
    back: int
    spoken_for: int
    disputed: int
    fees: int

    @property
    def left(self) -> int:
        return rules.refundable(self.paid, self.spoken_for)


def standing(session: Session, order: Order) -> Standing:
    entries = session.execute(
        select(LedgerEntry.kind, LedgerEntry.amount_cents, LedgerEntry.fee_cents).where(
            LedgerEntry.order_id == order.id
        )
    ).all()
    refunds = refunds_of(session, order)
    return Standing(
        paid=_sum(session, select(func.sum(Payment.amount_cents)).where(Payment.order_id == order.id)),
        back=sum(one.amount_cents for one in refunds if one.state in rules.RETURNED),
        spoken_for=sum(one.amount_cents for one in refunds if one.state not in rules.VOID),
        disputed=-sum(amount for kind, amount, _fee in entries if kind == "adjustment"),
        fees=sum(fee for _kind, _amount, fee in entries),
    )


def refunds_of(session: Session, order: Order) -> Sequence[Refund]:
    """Oldest first."""
    return session.scalars(select(Refund).where(Refund.order_id == order.id).order_by(Refund.id)).all()


def disputes_of(session: Session, order: Order) -> Sequence[Dispute]:
    return session.scalars(select(Dispute).where(Dispute.order_id == order.id).order_by(Dispute.id)).all()


def entries_of(session: Session, order: Order) -> Sequence[LedgerEntry]:
    wanted = select(LedgerEntry).where(LedgerEntry.order_id == order.id)
    return session.scalars(wanted.order_by(LedgerEntry.occurred_at, LedgerEntry.id)).all()


def left_of(session: Session, payment: Payment, besides: Refund | None = None) -> int:
    """What may still go back of one payment, `besides` one refund of it: also what is only asked for counts as gone."""
    spoken_for = select(func.sum(Refund.amount_cents)).where(
        Refund.payment_id == payment.id, Refund.state.not_in(rules.VOID), Refund.id != (besides.id if besides else 0)
    )
    return rules.refundable(payment.amount_cents, _sum(session, spoken_for))


def is_contested(session: Session, payment: Payment) -> bool:
    """Whether a bank is deciding about the payment, or has taken it back."""
    cases = session.execute(
        select(Dispute.status, Dispute.is_charge_refundable).where(Dispute.payment_id == payment.id)
    )
    return any(disputes.blocks_refund(status, is_charge_refundable=is_open) for status, is_open in cases)


def seat_count(session: Session, order: Order) -> Count:
    rows = session.execute(
        select(Seat.given_at, Seat.claimed_at, Seat.refund_id).where(Seat.order_id == order.id)
    ).all()
    claimed = sum(row.claimed_at is not None for row in rows)
    held = sum(row.refund_id is not None for row in rows)
    given = sum(row.given_at is not None and row.refund_id is None for row in rows)
    return Count(len(rows), given, claimed, held)


def may_ask(session: Session, order: Order, today: date) -> int:
    """What its buyer may ask back today: everything that is left while the time runs, of seats the part that nobody has
    claimed. A gift may be given back until it is claimed. Nothing while a request waits."""
    if order.state != State.PAID or order.paid_at is None or waiting_request(session, order) is not None:
        return 0
    if order.kind != Kind.GIFT and today > rules.last_day(order.paid_at.astimezone(DEFAULT_ZONE).date()):
        return 0
    payment = session.scalar(
        select(Payment).where(Payment.order_id == order.id, Payment.is_duplicate.is_(False)).limit(1)
    )
    if payment is None or not payment.amount_cents or is_contested(session, payment):
        return 0
    left = left_of(session, payment)
    if order.kind == Kind.SELF:
        return left
    seats = seat_count(session, order)
    unclaimed = seats.bought - seats.claimed - seats.held
    return min(left, share_cents(payment.amount_cents, order.quantity, unclaimed))


def waiting_request(session: Session, order: Order) -> Refund | None:
    """What the customer asked for and nobody has decided."""
    return session.scalar(select(Refund).where(Refund.order_id == order.id, Refund.state == RefundState.REQUESTED))


def _sum(session: Session, wanted: object) -> int:
    return session.scalar(wanted) or 0  # type: ignore[call-overload]
