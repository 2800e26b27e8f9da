"""The letters of the shop: the receipt, and the word that the money is on its way back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.kernel.mail import Letter, queue
from saas.kernel.money import usd_of_cents
from saas.orders.models import Order
from saas.orders.rules import OFFER

RECEIPT = """\
You paid {amount} for the {name}. It is paid once; nothing renews.

Order {order}, {day}.

Next: answer the rest of the questions and your plan is built from them. You can stop at any question and come back.

You can have the full amount back within {days} days, for any reason or none. How to ask is on your orders page.

CareerCanopy
"""


REFUNDED = """\
The full amount of {amount} for order {order} has been sent back to the card or account you paid with. Your bank usually
shows it 5 to 10 business days later.

Access to the plan has ended. Your answers stay in your account until you delete them: Settings gives you all of them in
one file, or deletes them at once.

CareerCanopy
"""


def queue_receipt(session: Session, order: Order) -> None:
    """One receipt per order, whichever door it was settled through and however often."""
    paid = order.paid_at or order.created_at
    text = RECEIPT.format(
        amount=usd_of_cents(order.amount_cents), name=OFFER.name, order=order.public_id,
        day=f"{paid:%B} {paid.day}, {paid.year}", days=OFFER.refund_days,
    )  # fmt: skip
    queue(session, Letter(f"receipt:{order.public_id}", order.email, f"Receipt for order {order.public_id}", text))


def queue_refunded(session: Session, order: Order, cents: int) -> None:
    """Once per order, when the whole amount has gone back, wherever the refund was begun."""
    text = REFUNDED.format(amount=usd_of_cents(cents), order=order.public_id)
    queue(session, Letter(f"refunded:{order.public_id}", order.email, f"Refund for order {order.public_id}", text))
