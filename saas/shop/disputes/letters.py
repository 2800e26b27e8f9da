"""Letters about a dispute to the buyer: when the bank takes the money back, and when it has decided."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_customer_letter
from saas.kernel.clock import day_of
from saas.kernel.letters import render_letter
from saas.shop.disputes.models import Dispute
from saas.shop.disputes.rules import LOST
from saas.shop.orders.models import Order
from saas.shop.refunds.rules import deletion_day


def queue_dispute_opened(session: Session, order: Order, dispute: Dispute) -> None:
    letter = render_letter(
        "shop/dispute_opened",
        key=f"disputed:{dispute.public_id}",
        to=order.email,
        order=order,
        dispute=dispute,
    )
    queue_customer_letter(session, order.account_id, letter)


def queue_dispute_closed(session: Session, order: Order, dispute: Dispute) -> None:
    """Once for each ending: an appeal can end a dispute a second time."""
    letter = render_letter(
        "shop/dispute_closed",
        key=f"dispute_over:{dispute.public_id}:{dispute.status}",
        to=order.email,
        order=order,
        dispute=dispute,
        is_lost=dispute.status in LOST,
        deletion_day=deletion_day(day_of(dispute.closed_at or dispute.seen_at)),
    )
    queue_customer_letter(session, order.account_id, letter)
