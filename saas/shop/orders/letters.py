"""The receipt letter. Queued in the transaction that marks the order paid."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_customer_letter
from saas.kernel.clock import day_of
from saas.kernel.letters import render_letter
from saas.shop.orders.models import Order
from saas.shop.orders.offer import OFFER, PRODUCT_NAMES, Kind


def queue_receipt(session: Session, order: Order) -> None:
    """One receipt per order, however often and by whichever path it is found to be paid."""
    letter = render_letter(
        "shop/receipt",
        key=f"receipt:{order.public_id}",
        to=order.email,
        order=order,
        product_name=PRODUCT_NAMES[Kind(order.kind)],
        paid_on=day_of(order.paid_at or order.created_at),
        refund_days=OFFER.refund_days,
    )
    queue_customer_letter(session, order.account_id, letter)
