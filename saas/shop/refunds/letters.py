"""Letters about a refund to the buyer: each is queued once, in the transaction of what it reports."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_customer_letter
from saas.kernel.clock import day_of
from saas.kernel.letters import render_letter
from saas.shop.orders.models import Order
from saas.shop.orders.offer import DELETED_ADDRESS
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import sum_order_money
from saas.shop.refunds.rules import deletion_day


def queue_request_received(session: Session, order: Order, refund: Refund) -> None:
    _queue(session, "shop/refund_request_received", f"request:{refund.public_id}", order, refund)


def queue_request_declined(session: Session, order: Order, refund: Refund) -> None:
    """With the answer that staff wrote."""
    _queue(session, "shop/refund_request_declined", f"declined:{refund.public_id}", order, refund)


def queue_refund_sent(session: Session, order: Order, refund: Refund) -> None:
    """When Stripe has accepted a refund, wherever it was begun. The last of several partial refunds completes it."""
    money = sum_order_money(session, order)
    _queue(
        session,
        "shop/refund_sent",
        f"refund:{refund.public_id}",
        order,
        refund,
        is_complete=money.returned >= money.paid,
        deletion_day=deletion_day(day_of(refund.moved_at)),
    )


def queue_refund_failed(session: Session, order: Order, refund: Refund) -> None:
    """When the bank sent it back."""
    _queue(session, "shop/refund_failed", f"refund_failed:{refund.public_id}", order, refund)


def _queue(session: Session, template: str, key: str, order: Order, refund: Refund, **values: Any) -> None:
    """Nothing once the account is deleted: there is no address any more."""
    if order.email == DELETED_ADDRESS:
        return
    letter = render_letter(template, key=key, to=order.email, order=order, refund=refund, **values)
    queue_customer_letter(session, order.account_id, letter)
