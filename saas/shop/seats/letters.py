"""Letters with the link of a gift or a seat, and the one when a claimed plan ends."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.kernel.clock import day_of
from saas.kernel.letters import queue_letter, render_letter
from saas.shop.orders.models import Order
from saas.shop.orders.offer import DELETED_ADDRESS
from saas.shop.refunds.rules import deletion_day
from saas.shop.seats.models import Claim, Seat


def queue_gift(session: Session, order: Order, seat: Seat, link: str) -> None:
    """To the recipient; without an address, to the giver, to pass on."""
    key, giver = f"gift:{seat.public_id}", seat.giver_name or "Somebody"
    if seat.recipient_email:
        to = seat.recipient_email
        queue_letter(session, render_letter("shop/gift", key=key, to=to, giver=giver, words=seat.words, link=link))
    elif order.email != DELETED_ADDRESS:
        queue_letter(session, render_letter("shop/gift_to_giver", key=key, to=order.email, order=order, link=link))


def queue_seat_link(session: Session, seat: Seat, link: str) -> None:
    """Once for each link, so that an address can be sent a new one."""
    queue_letter(session, render_letter("shop/seat", key=f"seat:{seat.link_hash}", to=seat.recipient_email, link=link))


def queue_claim_ended(session: Session, claim: Claim, email: str) -> None:
    """To whoever claimed a plan that somebody else's money no longer pays for. Once per claim."""
    ended_on = day_of(claim.ended_at or claim.claimed_at)
    key, day = f"claim_ended:{claim.seat}", deletion_day(ended_on)
    queue_letter(session, render_letter("shop/claim_ended", key=key, to=email, deletion_day=day))
