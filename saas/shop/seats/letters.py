"""Letters with the link of a gift or a seat, and the one when a claimed plan ends. The link opens the plan for whoever has
it, so the letters are secret: a new link is issued where one did not arrive."""

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
        letter = render_letter(
            "shop/gift", key=key, to=seat.recipient_email, is_secret=True, giver=giver, words=seat.words, link=link
        )
        queue_letter(session, letter)
    elif order.email != DELETED_ADDRESS:
        letter = render_letter("shop/gift_to_giver", key=key, to=order.email, is_secret=True, order=order, link=link)
        queue_letter(session, letter)


def queue_seat_link(session: Session, seat: Seat, link: str) -> None:
    """Once for each link, so that an address can be sent a new one."""
    key, to = f"seat:{seat.link_hash}", seat.recipient_email
    queue_letter(session, render_letter("shop/seat", key=key, to=to, is_secret=True, link=link))


def queue_claim_ended(session: Session, claim: Claim, email: str) -> None:
    """To whoever claimed a plan that somebody else's money no longer pays for. Once per claim."""
    ended_on = day_of(claim.ended_at or claim.claimed_at)
    key, day = f"claim_ended:{claim.seat}", deletion_day(ended_on)
    queue_letter(session, render_letter("shop/claim_ended", key=key, to=email, deletion_day=day))
