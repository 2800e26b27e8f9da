"""Letters with the link of a gift or a seat, and the one when a claimed plan ends. The link opens the plan for whoever has
it, so those letters are queued by the seat's id and written when they are sent."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_customer_letter
from saas.kernel.clock import day_of
from saas.kernel.letters import (
    Letter,
    SecretLetter,
    allows_unasked_letter,
    queue_secret_letter,
    render_letter,
)
from saas.shop.orders.models import Order
from saas.shop.orders.offer import DELETED_ADDRESS
from saas.shop.refunds.rules import deletion_day
from saas.shop.seats.links import ClaimLinks
from saas.shop.seats.models import Claim, Seat

GIFT = SecretLetter("gift", "A plan as a gift: its link, to the recipient")
GIFT_TO_GIVER = SecretLetter("gift_to_giver", "A plan as a gift: its link, to the giver")
SEAT = SecretLetter("seat", "The link to a seat")


def queue_gift(session: Session, order: Order, seat: Seat) -> None:
    """To the recipient; without an address, to the giver, to pass on."""
    key = f"gift:{seat.public_id}"
    if seat.recipient_email:
        queue_secret_letter(session, GIFT, key, to=seat.recipient_email, seat=seat.public_id)
    elif order.email != DELETED_ADDRESS:
        queue_secret_letter(
            session, GIFT_TO_GIVER, key, to=order.email, account_id=order.account_id, seat=seat.public_id
        )


def queue_seat_link(session: Session, seat: Seat) -> bool:
    """Once for each link, so that an address can be sent a new one; False where it was sent several lately."""
    if not allows_unasked_letter(session, seat.recipient_email):
        return False
    queue_secret_letter(session, SEAT, f"seat:{seat.link_hash}", to=seat.recipient_email, seat=seat.public_id)
    return True


def write_gift(links: ClaimLinks, session: Session, key: str, to: str, *, seat: str) -> Letter | None:
    row = _find_claimable(session, seat)
    if row is None:
        return None
    giver, link = row.giver_name or "Somebody", links.current(row)
    return render_letter("shop/gift", key=key, to=to, giver=giver, words=row.words, link=link)


def write_gift_to_giver(links: ClaimLinks, session: Session, key: str, to: str, *, seat: str) -> Letter | None:
    row = _find_claimable(session, seat)
    order = session.scalar(select(Order).where(Order.id == row.order_id)) if row else None
    if row is None or order is None:
        return None
    return render_letter("shop/gift_to_giver", key=key, to=to, order=order, link=links.current(row))


def write_seat_link(links: ClaimLinks, session: Session, key: str, to: str, *, seat: str) -> Letter | None:
    """Nothing where the seat was meanwhile handed to somebody else."""
    row = _find_claimable(session, seat)
    return (
        render_letter("shop/seat", key=key, to=to, link=links.current(row))
        if row and row.recipient_email == to
        else None
    )


def _find_claimable(session: Session, public_id: str) -> Seat | None:
    """The seat, locked, if somebody can still claim it."""
    claimable = select(Seat).where(Seat.public_id == public_id, Seat.claimed_at.is_(None), Seat.refund_id.is_(None))
    return session.scalar(claimable.where(Seat.link_hash.is_not(None)).with_for_update())


def queue_claim_ended(session: Session, claim: Claim, email: str) -> None:
    """To whoever claimed a plan that somebody else's money no longer pays for. Once per claim."""
    ended_on = day_of(claim.ended_at or claim.claimed_at)
    key, day = f"claim_ended:{claim.seat}", deletion_day(ended_on)
    letter = render_letter("shop/claim_ended", key=key, to=email, deletion_day=day)
    queue_customer_letter(session, claim.account_id, letter)
