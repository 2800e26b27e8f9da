"""What a buyer is shown of orders, and whoever holds a link of the plan behind it. Amounts in cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.kernel.ids import fingerprint
from saas.orders.models.orders import Checkout, Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import Claim, Seat
from saas.orders.queries.orders import unfinished_order
from saas.orders.rules.offer import Kind, Wanted
from saas.orders.rules.refunds import RETURNED
from saas.orders.rules.states import State


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the history: `due_cents` is what it costs after discount and tax, `paid_cents` what really arrived,
    `back_cents` what went back or is on its way."""

    public_id: str
    kind: str
    quantity: int
    state: str
    created_at: datetime
    due_cents: int
    paid_cents: int
    back_cents: int


def history(session: Session) -> list[Line]:
    """The account's own orders, newest first, in one statement."""
    paid = select(func.coalesce(func.sum(Payment.amount_cents), 0)).where(Payment.order_id == Order.id)
    back = select(func.coalesce(func.sum(Refund.amount_cents), 0)).where(
        Refund.order_id == Order.id, Refund.state.in_(RETURNED)
    )
    total = Order.amount_cents - Order.discount_cents + Order.tax_cents
    columns = select(
        Order.public_id, Order.kind, Order.quantity, Order.state, Order.created_at, total,
        paid.scalar_subquery(), back.scalar_subquery(),
    )  # fmt: skip
    return [Line(*row) for row in session.execute(columns.order_by(Order.id.desc()))]


def claims(session: Session) -> Sequence[Claim]:
    """Plans that somebody else paid for and this account took, newest first."""
    return session.scalars(select(Claim).order_by(Claim.id.desc())).all()


def gift(session: Session, order: Order) -> Seat | None:
    """The one seat of a gift, from the moment somebody goes to pay it."""
    return session.scalar(select(Seat).where(Seat.order_id == order.id, Seat.number == 1))


def last_wanted(session: Session, kind: Kind) -> tuple[Order | None, Wanted]:
    """The unfinished order of a kind and what was typed for it, so that who comes back without paying types nothing again."""
    order = unfinished_order(session, kind)
    seat = gift(session, order) if order is not None else None
    if order is None:
        return None, Wanted(kind)
    if seat is None:
        return order, Wanted(kind, order.quantity)
    return order, Wanted(kind, order.quantity, seat.recipient_email, seat.giver_name, seat.words)


def order_behind(session: Session, session_id: str) -> Order | None:
    """The account's own order that a page of Stripe's was opened for."""
    its_order = (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id)
    return session.scalar(select(Order).join(Checkout, its_order).where(Checkout.session_id == session_id))


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan that waits behind a link: what whoever opens the link may read."""

    kind: str
    giver_name: str
    words: str


def offered(session: Session, token: str) -> Offered | None:
    """In a session over all accounts. None where the link is unknown, used, replaced or given back, or its order is not
    paid: all the same to who asks."""
    its_order = (Order.id == Seat.order_id) & (Order.account_id == Seat.account_id)
    row = session.execute(
        select(Order.kind, Seat.giver_name, Seat.words)
        .join(Order, its_order)
        .where(Seat.link_hash == fingerprint(token), Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
        .where(Order.state == State.PAID)
    ).one_or_none()
    return Offered(row.kind, row.giver_name, row.words) if row is not None else None
