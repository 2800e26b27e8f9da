"""Seats: made when their order is paid, handed out by link, claimed once by whoever holds the link."""

from __future__ import annotations

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import fingerprint, new_token
from saas.orders import mail
from saas.orders.models.orders import Order
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import Claim, Seat
from saas.orders.queries.orders import account_has_access, locked_order
from saas.orders.rules import states
from saas.orders.rules.offer import Kind, Wanted
from saas.orders.rules.states import State


class NoSeat(Refusal):
    """All are handed out, or the order is not paid."""


class HasPlan(Refusal):
    """Who has a plan already keeps the gift for somebody else."""


def promise_gift(session: Session, order: Order, wanted: Wanted) -> None:
    """Inside the caller's transaction: the one seat of a gift, with what the giver wrote. Pressed again, the newest words
    stand. It opens nothing until the order is paid."""
    seat = session.scalar(select(Seat).where(Seat.order_id == order.id)) or Seat(
        order_id=order.id, account_id=order.account_id, number=1
    )
    seat.recipient_email, seat.giver_name, seat.words = wanted.recipient_email, wanted.giver_name, wanted.words
    session.add(seat)


def follow_order(session: Session, base_url: str, order_id: str) -> None:
    """Bring an order's seats into line with its state: made and sent when it is paid, ended when the money has gone back.
    A worker's verb, over all accounts; any number of times."""
    with transaction(session):
        order = locked_order(session, order_id)
        if order.state == State.PAID:
            _make_seats(session, order)
            _send_gift(session, order, base_url)
        _follow_claims(session, order)


def _follow_claims(session: Session, order: Order) -> None:
    """A plan that somebody took ends with the money that paid for it, and they are told; it comes back with it too."""
    is_over = order.state in states.ENDED
    seats = select(Seat.public_id).where(Seat.order_id == order.id)
    stale = Claim.ended_at.is_(None) if is_over else Claim.ended_at.is_not(None)
    for claim in session.scalars(select(Claim).where(Claim.seat.in_(seats), stale)):
        claim.ended_at = clock.now() if is_over else None
        person = session.scalar(select(Person.email).where(Person.account_id == claim.account_id).limit(1))
        if is_over and person:
            mail.queue_claim_ended(session, claim, person)


def _make_seats(session: Session, order: Order) -> None:
    held = set(session.scalars(select(Seat.number).where(Seat.order_id == order.id)))
    numbers = (number for number in range(1, order.quantity + 1) if number not in held)
    session.add_all(Seat(order_id=order.id, account_id=order.account_id, number=number) for number in numbers)
    session.flush()


def _send_gift(session: Session, order: Order, base_url: str) -> None:
    """The link goes to whom it is for, or to the giver to pass on; by itself it is sent once."""
    seat = session.scalar(select(Seat).where(Seat.order_id == order.id, Seat.number == 1, Seat.given_at.is_(None)))
    if order.kind == Kind.GIFT and seat is not None:
        link = _new_link(seat, base_url)
        mail.queue_gift(session, order, seat, link)


def renew_gift_link(session: Session, base_url: str, order_id: str) -> str:
    """A new link for an unclaimed gift, which the giver is shown once; the old one stops working."""
    with transaction(session):
        order = locked_order(session, order_id)
        seat = session.scalar(_free_seats(order).limit(1))
        if seat is None or order.kind != Kind.GIFT or order.state != State.PAID:
            raise NoSeat("This gift was claimed, or is not paid, so there is no link to make.")
        return _new_link(seat, base_url)


def give_seat(session: Session, base_url: str, order_id: str, email: str) -> str:
    """The link of one seat, mailed to `email`, or only given back where that is empty. An address that holds an unclaimed
    seat gets a new link to the same one. Raises NoSeat."""
    with transaction(session):
        order = locked_order(session, order_id)
        if order.state != State.PAID or order.kind != Kind.SEATS:
            raise NoSeat("This order has no seats to hand out.")
        seat = _seat_for(session, order, email)
        if seat is None:
            raise NoSeat("Every seat of this order is handed out. Buy more, or send one again to the same address.")
        seat.recipient_email = email
        link = _new_link(seat, base_url)
        if email:
            mail.queue_seat(session, seat, link)
        return link


def _seat_for(session: Session, order: Order, email: str) -> Seat | None:
    free = _free_seats(order)
    again = session.scalar(free.where(Seat.recipient_email == email, Seat.given_at.is_not(None))) if email else None
    return again or session.scalar(free.where(Seat.given_at.is_(None)).order_by(Seat.number).limit(1))


def claim(session: Session, account_id: int, token: str) -> None:
    """Take the seat behind a link, once. Over all accounts, because the seat is the buyer's and the claim is not.
    Raises Missing for a link that is unknown, used or given back, and HasPlan."""
    with transaction(session):
        # Two presses, or two links, of one account wait here for each other.
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        seat = _held_seat(session, token)
        if account_has_access(session, account_id):
            raise HasPlan("You have a plan already. Nothing was used up: the link still works for somebody else.",
                          next_label="Open the dashboard", next_href="/dashboard")  # fmt: skip
        seat.claimed_at = clock.now()
        session.add(Claim(account_id=account_id, seat=seat.public_id))


def _held_seat(session: Session, token: str) -> Seat:
    """The free seat behind a link, of an order that is paid. The order is held: who asks for the money of what nobody has
    claimed counts the same seats, and one of the two comes first."""
    order_id = session.scalar(select(Seat.order_id).where(Seat.link_hash == fingerprint(token)))
    state = session.scalar(select(Order.state).where(Order.id == order_id).with_for_update())
    free = select(Seat).where(Seat.link_hash == fingerprint(token), Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
    seat = session.scalar(free.execution_options(populate_existing=True)) if state == State.PAID else None
    if seat is None:
        raise NotFound("This link was used, or was replaced by a newer one.")
    return seat


def hold_unclaimed(session: Session, order: Order, refund: Refund) -> None:
    """What is being given back cannot be claimed meanwhile. Inside the caller's transaction."""
    if order.kind != Kind.SELF:
        unclaimed = (Seat.order_id == order.id, Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
        session.execute(update(Seat).where(*unclaimed).values(refund_id=refund.id))


def let_go(session: Session, refund: Refund) -> None:
    """A refund that did not come about leaves its seats to be handed out again."""
    session.execute(update(Seat).where(Seat.refund_id == refund.id).values(refund_id=None))


def _free_seats(order: Order) -> Select[Seat]:
    return select(Seat).where(Seat.order_id == order.id, Seat.claimed_at.is_(None), Seat.refund_id.is_(None))


def _new_link(seat: Seat, base_url: str) -> str:
    token = new_token()
    seat.link_hash, seat.given_at = fingerprint(token), clock.now()
    return f"{base_url}/claim/{token}"
