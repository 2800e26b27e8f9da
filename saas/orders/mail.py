"""The letters of the shop, each queued once: in the transaction of what it tells, under a key made from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from saas.kernel.calendar import format_date
from saas.kernel.clock import day_of
from saas.kernel.letters import Letter, queue_letter
from saas.kernel.money import format_cents
from saas.orders import letters
from saas.orders.models.disputes import Dispute
from saas.orders.models.orders import Order
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import Claim, Seat
from saas.orders.queries.money import standing
from saas.orders.rules.disputes import LOST
from saas.orders.rules.offer import DELETED_ADDRESS, LINES, Kind
from saas.orders.rules.refunds import Source, forgotten_on


def queue_receipt(session: Session, order: Order) -> None:
    """One receipt per order, whichever door it was settled through and however often."""
    text = letters.RECEIPT.format(
        amount=format_cents(order.total_cents), name=LINES[Kind(order.kind)], order=order.public_id,
        day=format_date(day_of(order.paid_at or order.created_at)), price=_price(order), next=letters.NEXT[Kind(order.kind)],
    )  # fmt: skip
    queue_letter(
        session, Letter(f"receipt:{order.public_id}", order.email, f"Receipt for order {order.public_id}", text)
    )


def _price(order: Order) -> str:
    """How the amount came about, where it is not simply the price."""
    lines = [f"{order.quantity} × {format_cents(order.unit_cents)}"] if order.quantity > 1 else []
    if order.discount_cents:
        code = f" ({order.promotion_code})" if order.promotion_code else ""
        lines.append(f"Discount{code}: -{format_cents(order.discount_cents)}")
    if order.tax_cents:
        lines.append(f"Tax: {format_cents(order.tax_cents)}")
    return "".join(f"\n{line}" for line in lines)


def queue_request(session: Session, order: Order, refund: Refund) -> None:
    text = letters.REQUEST.format(amount=format_cents(refund.amount_cents), order=order.public_id)
    _send(session, order, f"request:{refund.public_id}", f"Your refund request for order {order.public_id}", text)


def queue_declined(session: Session, order: Order, refund: Refund) -> None:
    text = letters.DECLINED.format(
        amount=format_cents(refund.amount_cents), order=order.public_id, answer=refund.answer
    )
    _send(session, order, f"declined:{refund.public_id}", f"Your refund request for order {order.public_id}", text)


def queue_refund(session: Session, order: Order, refund: Refund) -> None:
    """Once for each refund, when Stripe has taken it on, wherever it was begun. The last part of several is the whole."""
    money = standing(session, order)
    what = letters.WHOLE[Kind(order.kind)] if money.back >= money.paid else letters.PART
    asked = letters.APPROVED if refund.source == Source.CUSTOMER else ""
    text = letters.REFUND.format(
        amount=format_cents(refund.amount_cents), order=order.public_id, asked=asked,
        access=what.format(day=_forgotten(refund.moved_at)),
    )  # fmt: skip
    _send(session, order, f"refund:{refund.public_id}", f"Refund for order {order.public_id}", text)


def queue_refund_failed(session: Session, order: Order, refund: Refund) -> None:
    text = letters.REFUND_FAILED.format(amount=format_cents(refund.amount_cents), order=order.public_id)
    _send(
        session, order, f"refund_failed:{refund.public_id}", f"Your refund for order {order.public_id} came back", text
    )


def queue_disputed(session: Session, order: Order, case: Dispute) -> None:
    meanwhile = letters.MEANWHILE[Kind(order.kind)]
    text = letters.DISPUTED.format(amount=format_cents(case.amount_cents), order=order.public_id, meanwhile=meanwhile)
    _send(session, order, f"disputed:{case.public_id}", f"Your bank asks about order {order.public_id}", text)


def queue_dispute_over(session: Session, order: Order, case: Dispute) -> None:
    kind, ending = Kind(order.kind), letters.DISPUTE_LOST if case.status in LOST else letters.DISPUTE_WON
    over = letters.OVER[kind].format(day=_forgotten(case.closed_at or case.seen_at))
    amount = format_cents(case.amount_cents)
    text = ending.format(amount=amount, order=order.public_id, over=over, open=letters.OPEN_AGAIN[kind])
    key = f"dispute_over:{case.public_id}:{case.status}"
    _send(session, order, key, f"Your bank has decided about order {order.public_id}", text)


def queue_gift(session: Session, order: Order, seat: Seat, link: str) -> None:
    """To whom it is for; without an address, to the giver, to pass on."""
    giver = seat.giver_name or "Somebody"
    words = f"\n“{seat.words}”\n" if seat.words else ""
    if seat.recipient_email:
        text = letters.GIFT.format(giver=giver, words=words, link=link)
        queue_letter(session, Letter(f"gift:{seat.public_id}", seat.recipient_email, f"{giver} gave you a plan", text))
    elif order.email != DELETED_ADDRESS:
        text = letters.GIFT_FOR_GIVER.format(link=link, order=order.public_id)
        _send(session, order, f"gift:{seat.public_id}", "The link to your gift", text)


def queue_seat(session: Session, seat: Seat, link: str) -> None:
    """Once for each link, so that an address may be sent a new one."""
    text = letters.SEAT.format(link=link)
    queue_letter(session, Letter(f"seat:{seat.link_hash}", seat.recipient_email, "A plan is paid for you", text))


def queue_claim_ended(session: Session, claim: Claim, email: str) -> None:
    """To whoever took a plan that somebody else's money no longer pays for. Once for each ending."""
    ended = claim.ended_at or claim.claimed_at
    text = letters.CLAIM_ENDED.format(day=_forgotten(ended))
    queue_letter(session, Letter(f"claim_ended:{claim.seat}", email, "The plan that was given to you has ended", text))


def _forgotten(ended: datetime) -> str:
    """The day on which what was written is deleted, in words."""
    return format_date(forgotten_on(day_of(ended)))


def _send(session: Session, order: Order, key: str, subject: str, text: str) -> None:
    queue_letter(session, Letter(key, order.email, subject, text))
