"""Seats of an order, the claims of an account, and what a claim link shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel.ids import fingerprint
from saas.shop.orders.models import Order
from saas.shop.orders.offer import Cart, Kind
from saas.shop.orders.queries import find_unfinished_order
from saas.shop.orders.rules import OrderState
from saas.shop.seats.models import Claim, Seat
from saas.shop.seats.rules import SeatCount


def count_seats(session: Session, order: Order) -> SeatCount:
    query = select(Seat.given_at, Seat.claimed_at, Seat.refund_id).where(Seat.order_id == order.id)
    seats = session.execute(query).all()
    return SeatCount(
        bought=len(seats),
        given=sum(seat.given_at is not None and seat.refund_id is None for seat in seats),
        claimed=sum(seat.claimed_at is not None for seat in seats),
        on_hold=sum(seat.refund_id is not None for seat in seats),
    )


def find_gift_seat(session: Session, order: Order) -> Seat | None:
    """The one seat of a gift, from the moment somebody goes to pay for it."""
    return session.scalar(select(Seat).where(Seat.order_id == order.id, Seat.number == 1))


def find_unfinished_cart(session: Session, kind: Kind) -> tuple[Order | None, Cart]:
    """The unfinished order of a kind and what was typed for it, so that whoever comes back without paying types nothing
    again."""
    order = find_unfinished_order(session, kind)
    seat = find_gift_seat(session, order) if order is not None else None
    if order is None:
        return None, Cart(kind)
    if seat is None:
        return order, Cart(kind, order.quantity)
    return order, Cart(kind, order.quantity, seat.recipient_email, seat.giver_name, seat.words)


def list_claims(session: Session) -> Sequence[Claim]:
    """Plans that somebody else paid for and this account took, newest first."""
    return session.scalars(select(Claim).order_by(Claim.id.desc())).all()


@dataclass(frozen=True, slots=True)
class ClaimablePlan:
    """A plan that waits behind a link: what whoever opens the link may read."""

    kind: str
    giver_name: str
    words: str


def find_claimable_plan(session: Session, token: str) -> ClaimablePlan | None:
    """In a session over all accounts. None where the link is unknown, used, replaced or refunded, or its order is not
    paid: the visitor is not told which."""
    order_of_seat = (Order.id == Seat.order_id) & (Order.account_id == Seat.account_id)
    row = session.execute(
        select(Order.kind, Seat.giver_name, Seat.words)
        .join(Order, order_of_seat)
        .where(Seat.link_hash == fingerprint(token), Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
        .where(Order.state == OrderState.PAID)
    ).one_or_none()
    return ClaimablePlan(row.kind, row.giver_name, row.words) if row is not None else None
