"""What staff see: lists over all accounts, and everything that happened to one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from saas.kernel.money import format_cents
from saas.orders.models.disputes import Dispute
from saas.orders.models.inbox import Alert, EventState, StripeEvent
from saas.orders.models.ledger import LedgerEntry, Reconciliation
from saas.orders.models.orders import Checkout, Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.rules import disputes as dispute_rules
from saas.orders.rules.refunds import RefundState

PAGE = 50


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One row of the staff's list. `total_cents` is after discount and tax; `has_alert` says that a person is needed."""

    public_id: str
    email: str
    kind: str
    quantity: int
    state: str
    total_cents: int
    created_at: datetime
    has_alert: bool


def latest(session: Session, *, find: str = "", limit: int = PAGE) -> list[OrderLine]:
    """Newest orders; `find` is the start of an order's id or an email address, or the whole of any id of Stripe's:
    a session, payment, charge, refund, dispute or event."""
    alerted = select(Alert.id).where(Alert.order_public_id == Order.public_id, Alert.settled_at.is_(None)).exists()
    total = Order.amount_cents - Order.discount_cents + Order.tax_cents
    columns = select(
        Order.public_id, Order.email, Order.kind, Order.quantity, Order.state, total, Order.created_at, alerted
    )
    if find:
        columns = columns.where(_found(find))
    return [OrderLine(*row) for row in session.execute(columns.order_by(Order.id.desc()).limit(limit))]


def _found(find: str) -> ColumnElement[bool]:
    by_id = (
        select(Checkout.order_id).where(Checkout.session_id == find),
        select(Payment.order_id).where((Payment.stripe_id == find) | (Payment.charge_id == find)),
        select(Refund.order_id).where((Refund.stripe_id == find) | (Refund.public_id == find)),
        select(Dispute.order_id).where((Dispute.stripe_id == find) | (Dispute.public_id == find)),
    )
    by_event = select(StripeEvent.order_public_id).where(
        StripeEvent.event_id == find, StripeEvent.order_public_id != ""
    )
    found = Order.public_id.startswith(find, autoescape=True) | Order.email.startswith(find.lower(), autoescape=True)
    for ids in by_id:
        found = found | Order.id.in_(ids)
    return found | Order.public_id.in_(by_event)


def inbox(session: Session, *, state: str = "", find: str = "", limit: int = PAGE) -> Sequence[StripeEvent]:
    """Newest events; `find` is the whole id of an event or of the thing it is about, or an order's."""
    wanted = select(StripeEvent).order_by(StripeEvent.id.desc()).limit(limit)
    if state:
        wanted = wanted.where(StripeEvent.state == state)
    if find:
        is_it = (StripeEvent.event_id == find) | (StripeEvent.object_id == find) | (StripeEvent.order_public_id == find)
        wanted = wanted.where(is_it)
    return session.scalars(wanted).all()


def event(session: Session, event_id: str) -> StripeEvent | None:
    return session.scalar(select(StripeEvent).where(StripeEvent.event_id == event_id))


def alerts(session: Session, *, order_public_id: str = "", limit: int = PAGE) -> Sequence[Alert]:
    """What nobody has settled, oldest first; of one order where it is named."""
    wanted = select(Alert).where(Alert.settled_at.is_(None)).order_by(Alert.id).limit(limit)
    return session.scalars(wanted.where(Alert.order_public_id == order_public_id) if order_public_id else wanted).all()


def alert(session: Session, key: str) -> Alert | None:
    return session.scalar(select(Alert).where(Alert.key == key))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for staff."""

    alerts: int
    requests: int
    disputes: int
    parked: int


def waiting(session: Session) -> Waiting:
    """All four in one statement."""
    counts = (
        select(func.count(Alert.id)).where(Alert.settled_at.is_(None)),
        select(func.count(Refund.id)).where(Refund.state == RefundState.REQUESTED),
        select(func.count(Dispute.id)).where(Dispute.status.in_(dispute_rules.NEEDS_ANSWER)),
        select(func.count(StripeEvent.id)).where(StripeEvent.state == EventState.PARKED),
    )
    return Waiting(*session.execute(select(*(count.scalar_subquery() for count in counts))).one())


def refund(session: Session, public_id: str) -> Refund | None:
    """With its order."""
    return session.scalar(select(Refund).where(Refund.public_id == public_id).options(joinedload(Refund.order)))


def refund_queue(session: Session, limit: int = PAGE) -> Sequence[Refund]:
    """Requests of customers that wait for a decision, oldest first, with their orders and payments."""
    wanted = select(Refund).where(Refund.state == RefundState.REQUESTED).order_by(Refund.id).limit(limit)
    return session.scalars(wanted.options(joinedload(Refund.order), joinedload(Refund.payment))).all()


def disputes(session: Session, limit: int = PAGE) -> Sequence[Dispute]:
    """What must be answered first: by its due date, then what is over, newest first."""
    wanted = select(Dispute).options(joinedload(Dispute.order)).order_by(Dispute.id.desc()).limit(limit)
    cases = session.scalars(wanted).all()
    return sorted(cases, key=lambda case: (dispute_rules.is_over(case.status), case.due_at or case.opened_at))


def dispute(session: Session, public_id: str) -> Dispute | None:
    wanted = select(Dispute).where(Dispute.public_id == public_id)
    return session.scalar(wanted.options(joinedload(Dispute.order), joinedload(Dispute.payment)))


def reconciliations(session: Session, limit: int = 60) -> Sequence[Reconciliation]:
    """Newest day first."""
    return session.scalars(select(Reconciliation).order_by(Reconciliation.day.desc()).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an order's story: when, what, and Stripe's id of it where there is one."""

    at: datetime
    what: str
    stripe_id: str = ""


def timeline(
    session: Session, order: Order, refunds: Sequence[Refund], cases: Sequence[Dispute], entries: Sequence[LedgerEntry]
) -> list[Happening]:
    """Everything that happened to an order, oldest first. `order` comes with its checkouts and payments."""
    lines = [Happening(order.created_at, f"ordered by {order.email}")]
    lines += [Happening(one.created_at, f"attempt {one.number} begun", one.session_id or "") for one in order.checkouts]
    lines += [Happening(one.received_at, _arrived(one), one.stripe_id) for one in order.payments]
    for refund in refunds:
        lines += _of_refund(refund)
    for case in cases:
        lines.append(Happening(case.opened_at, f"dispute opened: {case.reason}", case.stripe_id))
        if case.closed_at:
            lines.append(Happening(case.closed_at, f"dispute {case.status}", case.stripe_id))
    lines += [
        Happening(one.occurred_at, f"balance: {one.kind} {format_cents(one.net_cents)}", one.stripe_id)
        for one in entries
    ]
    lines += [
        Happening(one.received_at, f"event {one.type}: {one.state}", one.event_id)
        for one in inbox(session, find=order.public_id, limit=200)
    ]
    return sorted(lines, key=lambda line: line.at)


def _arrived(payment: Payment) -> str:
    again = " a second time" if payment.is_duplicate else ""
    return f"{format_cents(payment.amount_cents)} arrived{again}"


def _of_refund(refund: Refund) -> list[Happening]:
    amount = format_cents(refund.amount_cents)
    lines = [Happening(refund.made_at, f"refund of {amount} by {refund.source}", refund.stripe_id or "")]
    if refund.decided_at and refund.decided_by:
        verb = "declined" if refund.state == RefundState.DECLINED else "decided"
        lines.append(Happening(refund.decided_at, f"refund of {amount} {verb} by {refund.decided_by}"))
    if refund.moved_at > refund.made_at:
        lines.append(Happening(refund.moved_at, f"refund of {amount} {refund.state}", refund.stripe_id or ""))
    return lines
