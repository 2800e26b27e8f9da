"""Seats: created when their order is paid, handed out by link, claimed once by whoever holds the link."""

from __future__ import annotations

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import fingerprint
from saas.kernel.jobs import MONEY, Job
from saas.shop.orders.models import Order
from saas.shop.orders.offer import Cart, Kind
from saas.shop.orders.queries import account_has_access, lock_order
from saas.shop.orders.rules import ENDED_STATES, OrderState
from saas.shop.seats import letters
from saas.shop.seats.links import ClaimLinks
from saas.shop.seats.models import Claim, Seat

TOO_MANY_LETTERS = (
    "This address has had several letters from us within a day, so it gets none now, and nothing was changed. "
    "Leave the address empty and pass the link on yourself."
)
SYNC_SEATS = Job("follow_order", MONEY)


class NoSeatLeft(Refusal):
    """All are handed out, or the order is not paid."""


class TooManyLetters(Refusal):
    """The address was sent several letters lately, by whomever."""


class AlreadyHasPlan(Refusal):
    """Whoever has a plan already keeps the gift for somebody else."""


def save_gift_seat(session: Session, order: Order, cart: Cart) -> None:
    """Inside the caller's transaction: the one seat of a gift, with what the giver wrote. Saved again, the newest words
    stand. It opens nothing until the order is paid."""
    seat = session.scalar(select(Seat).where(Seat.order_id == order.id)) or Seat(
        order_id=order.id, account_id=order.account_id, number=1
    )
    seat.recipient_email, seat.giver_name, seat.words = cart.recipient_email, cart.giver_name, cart.words
    session.add(seat)


def sync_seats(session: Session, links: ClaimLinks, order_id: str) -> None:
    """Bring an order's seats into line with its state: created and sent when it is paid, ended when the money has gone
    back. In a session over all accounts; any number of times."""
    with transaction(session):
        order = lock_order(session, order_id)
        if order.state == OrderState.PAID:
            _create_seats(session, order)
            _send_gift(session, order, links)
        _sync_claims(session, order)


def _sync_claims(session: Session, order: Order) -> None:
    """A plan that somebody claimed ends with the money that paid for it, and they get a letter; it comes back with the
    money too."""
    is_over = order.state in ENDED_STATES
    seat_ids = select(Seat.public_id).where(Seat.order_id == order.id)
    outdated = Claim.ended_at.is_(None) if is_over else Claim.ended_at.is_not(None)
    for claim in session.scalars(select(Claim).where(Claim.seat.in_(seat_ids), outdated)):
        claim.ended_at = clock.now() if is_over else None
        email = session.scalar(select(Person.email).where(Person.account_id == claim.account_id).limit(1))
        if is_over and email:
            letters.queue_claim_ended(session, claim, email)


def _create_seats(session: Session, order: Order) -> None:
    existing = set(session.scalars(select(Seat.number).where(Seat.order_id == order.id)))
    missing = (number for number in range(1, order.quantity + 1) if number not in existing)
    session.add_all(Seat(order_id=order.id, account_id=order.account_id, number=number) for number in missing)
    session.flush()


def _send_gift(session: Session, order: Order, links: ClaimLinks) -> None:
    """The link goes to the recipient, or to the giver to pass on; without a press of a button it is sent once."""
    seat = session.scalar(select(Seat).where(Seat.order_id == order.id, Seat.number == 1, Seat.given_at.is_(None)))
    if order.kind == Kind.GIFT and seat is not None:
        links.renew(seat)
        letters.queue_gift(session, order, seat)


def renew_gift_link(session: Session, links: ClaimLinks, order_id: str) -> str:
    """A new link for an unclaimed gift, which the giver is shown once; the old one stops working. Raises NoSeatLeft."""
    with transaction(session):
        order = lock_order(session, order_id)
        seat = session.scalar(_unclaimed_seats(order).limit(1))
        if seat is None or order.kind != Kind.GIFT or order.state != OrderState.PAID:
            raise NoSeatLeft("This gift was claimed, or is not paid, so there is no link to make.")
        return links.renew(seat)


def hand_out_seat(session: Session, links: ClaimLinks, order_id: str, email: str) -> str:
    """The link of one seat, mailed to `email`, or only returned where that is empty. An address that holds an unclaimed
    seat gets a new link to the same one. Raises NoSeatLeft and TooManyLetters."""
    with transaction(session):
        order = lock_order(session, order_id)
        if order.state != OrderState.PAID or order.kind != Kind.SEATS:
            raise NoSeatLeft("This order has no seats to hand out.")
        seat = _seat_for(session, order, email)
        if seat is None:
            raise NoSeatLeft("Every seat of this order is handed out. Buy more, or send one again to the same address.")
        seat.recipient_email = email
        link = links.renew(seat)
        if email and not letters.queue_seat_link(session, seat):
            raise TooManyLetters(TOO_MANY_LETTERS)
        return link


def _seat_for(session: Session, order: Order, email: str) -> Seat | None:
    unclaimed = _unclaimed_seats(order)
    same_address = unclaimed.where(Seat.recipient_email == email, Seat.given_at.is_not(None))
    seat = session.scalar(same_address) if email else None
    return seat or session.scalar(unclaimed.where(Seat.given_at.is_(None)).order_by(Seat.number).limit(1))


def claim_seat(session: Session, account_id: int, token: str) -> None:
    """Take the seat behind a link, once. In a session over all accounts, because the seat is the buyer's and the claim is
    not. Raises NotFound for a link that is unknown, used or being refunded, and AlreadyHasPlan."""
    with transaction(session):
        # Two presses, or two links, of one account wait here for each other.
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        seat = _lock_claimable_seat(session, token)
        if account_has_access(session, account_id):
            raise AlreadyHasPlan(
                "You have a plan already. Nothing was used up: the link still works for somebody else.",
                next_label="Open the dashboard",
                next_href="/dashboard",
            )
        # Where it was sent is of no use any more, and speaks of somebody who now has an account of their own.
        seat.claimed_at, seat.recipient_email = clock.now(), ""
        session.add(Claim(account_id=account_id, seat=seat.public_id))


def _lock_claimable_seat(session: Session, token: str) -> Seat:
    """The unclaimed seat behind a link, of an order that is paid. The order is locked: a refund request for unclaimed
    seats counts the same seats, and one of the two comes first."""
    by_link = Seat.link_hash == fingerprint(token)
    order_id = session.scalar(select(Seat.order_id).where(by_link))
    state = session.scalar(select(Order.state).where(Order.id == order_id).with_for_update())
    claimable = select(Seat).where(by_link, Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
    claimable = claimable.execution_options(populate_existing=True)
    seat = session.scalar(claimable) if state == OrderState.PAID else None
    if seat is None:
        raise NotFound("This link was used, or was replaced by a newer one.")
    return seat


def hold_unclaimed_seats(session: Session, order: Order, refund_id: int) -> None:
    """What is being refunded cannot be claimed meanwhile. Inside the caller's transaction."""
    if order.kind != Kind.SELF:
        unclaimed = (Seat.order_id == order.id, Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
        session.execute(update(Seat).where(*unclaimed).values(refund_id=refund_id))


def release_seats(session: Session, refund_id: int) -> None:
    """A refund that did not come about leaves its seats to be handed out again. Inside the caller's transaction."""
    session.execute(update(Seat).where(Seat.refund_id == refund_id).values(refund_id=None))


def _unclaimed_seats(order: Order) -> Select[Seat]:
    return select(Seat).where(Seat.order_id == order.id, Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
