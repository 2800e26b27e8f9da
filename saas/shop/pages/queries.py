"""What pages show of several nouns at once: a buyer's order history; for staff, finding orders, everything that happened
to one order, and how much waits. Reads only; amounts in cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from saas.kernel.money import format_cents
from saas.shop.alerts.models import Alert
from saas.shop.disputes.models import Dispute
from saas.shop.disputes.rules import NEEDS_ANSWER
from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import Checkout, Order, Payment
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RETURNED_STATES, RefundState
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.queries import list_events

PAGE_SIZE = 50
TIMELINE_EVENTS = 200
_TOTAL_CENTS = Order.amount_cents - Order.discount_cents + Order.tax_cents


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """One row of the buyer's history: `total_cents` is after discount and tax, `paid_cents` what really arrived,
    `returned_cents` what was refunded or is on its way."""

    public_id: str
    kind: str
    quantity: int
    state: str
    created_at: datetime
    total_cents: int
    paid_cents: int
    returned_cents: int


def list_order_summaries(session: Session) -> list[OrderSummary]:
    """The account's own orders, newest first, in one statement."""
    paid = select(func.coalesce(func.sum(Payment.amount_cents), 0)).where(Payment.order_id == Order.id)
    returned = select(func.coalesce(func.sum(Refund.amount_cents), 0)).where(
        Refund.order_id == Order.id, Refund.state.in_(RETURNED_STATES)
    )
    query = select(
        Order.public_id,
        Order.kind,
        Order.quantity,
        Order.state,
        Order.created_at,
        _TOTAL_CENTS,
        paid.scalar_subquery(),
        returned.scalar_subquery(),
    )
    return [OrderSummary(*row) for row in session.execute(query.order_by(Order.id.desc()))]


@dataclass(frozen=True, slots=True)
class StaffOrderRow:
    """One row of the staff's list. `total_cents` is after discount and tax; `has_alert` says that a person is needed."""

    public_id: str
    email: str
    kind: str
    quantity: int
    state: str
    total_cents: int
    created_at: datetime
    has_alert: bool


def search_orders(session: Session, *, find: str = "", limit: int = PAGE_SIZE) -> list[StaffOrderRow]:
    """Newest first; `find` is the start of an order's id or an email address, or the whole of any id of Stripe's: a
    session, payment, charge, refund, dispute or event."""
    alert = select(Alert.id).where(Alert.order_public_id == Order.public_id, Alert.settled_at.is_(None)).exists()
    query = select(
        Order.public_id, Order.email, Order.kind, Order.quantity, Order.state, _TOTAL_CENTS, Order.created_at, alert
    )
    if find:
        query = query.where(_matches(find))
    return [StaffOrderRow(*row) for row in session.execute(query.order_by(Order.id.desc()).limit(limit))]


def _matches(find: str) -> ColumnElement[bool]:
    order_ids = (
        select(Checkout.order_id).where(Checkout.session_id == find),
        select(Payment.order_id).where((Payment.stripe_id == find) | (Payment.charge_id == find)),
        select(Refund.order_id).where((Refund.stripe_id == find) | (Refund.public_id == find)),
        select(Dispute.order_id).where((Dispute.stripe_id == find) | (Dispute.public_id == find)),
    )
    of_event = select(StripeEvent.order_public_id).where(
        StripeEvent.event_id == find, StripeEvent.order_public_id != ""
    )
    matches = Order.public_id.startswith(find, autoescape=True) | Order.email.startswith(find.lower(), autoescape=True)
    for ids in order_ids:
        matches = matches | Order.id.in_(ids)
    return matches | Order.public_id.in_(of_event)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """When, what, and Stripe's id of it where there is one."""

    at: datetime
    what: str
    stripe_id: str = ""


def build_timeline(
    session: Session,
    order: Order,
    refunds: Sequence[Refund],
    disputes: Sequence[Dispute],
    entries: Sequence[LedgerEntry],
) -> list[TimelineLine]:
    """Everything that happened to an order, oldest first. `order` was loaded with its checkouts and payments."""
    lines = [TimelineLine(order.created_at, f"ordered by {order.email}")]
    for checkout in order.checkouts:
        lines.append(TimelineLine(checkout.created_at, f"attempt {checkout.number} begun", checkout.session_id or ""))
    for payment in order.payments:
        again = " a second time" if payment.is_duplicate else ""
        arrived = f"{format_cents(payment.amount_cents)} arrived{again}"
        lines.append(TimelineLine(payment.received_at, arrived, payment.stripe_id))
    for refund in refunds:
        lines += _refund_lines(refund)
    for dispute in disputes:
        lines += _dispute_lines(dispute)
    for entry in entries:
        balance = f"balance: {entry.kind} {format_cents(entry.net_cents)}"
        lines.append(TimelineLine(entry.occurred_at, balance, entry.stripe_id))
    for event in list_events(session, find=order.public_id, limit=TIMELINE_EVENTS):
        lines.append(TimelineLine(event.received_at, f"event {event.type}: {event.state}", event.event_id))
    return sorted(lines, key=lambda line: line.at)


def _refund_lines(refund: Refund) -> list[TimelineLine]:
    amount = format_cents(refund.amount_cents)
    lines = [TimelineLine(refund.made_at, f"refund of {amount} by {refund.source}", refund.stripe_id or "")]
    if refund.decided_at and refund.decided_by:
        verb = "declined" if refund.state == RefundState.DECLINED else "decided"
        lines.append(TimelineLine(refund.decided_at, f"refund of {amount} {verb} by {refund.decided_by}"))
    if refund.moved_at > refund.made_at:
        lines.append(TimelineLine(refund.moved_at, f"refund of {amount} {refund.state}", refund.stripe_id or ""))
    return lines


def _dispute_lines(dispute: Dispute) -> list[TimelineLine]:
    lines = [TimelineLine(dispute.opened_at, f"dispute opened: {dispute.reason}", dispute.stripe_id)]
    if dispute.closed_at:
        lines.append(TimelineLine(dispute.closed_at, f"dispute {dispute.status}", dispute.stripe_id))
    return lines


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How much waits for staff."""

    alerts: int
    refund_requests: int
    disputes: int
    parked_events: int


def count_waiting(session: Session) -> WaitingCounts:
    """All four in one statement."""
    counts = (
        select(func.count(Alert.id)).where(Alert.settled_at.is_(None)),
        select(func.count(Refund.id)).where(Refund.state == RefundState.REQUESTED),
        select(func.count(Dispute.id)).where(Dispute.status.in_(NEEDS_ANSWER)),
        select(func.count(StripeEvent.id)).where(StripeEvent.state == EventState.PARKED),
    )
    return WaitingCounts(*session.execute(select(*(count.scalar_subquery() for count in counts))).one())
