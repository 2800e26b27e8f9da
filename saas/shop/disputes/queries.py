"""Disputes of an order, of a payment, and over all accounts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from saas.shop.disputes import rules
from saas.shop.disputes.models import Dispute
from saas.shop.orders.models import Order, Payment

PAGE_SIZE = 50


def list_order_disputes(session: Session, order: Order) -> Sequence[Dispute]:
    """Oldest first."""
    return session.scalars(select(Dispute).where(Dispute.order_id == order.id).order_by(Dispute.id)).all()


def is_under_dispute(session: Session, payment: Payment) -> bool:
    """Whether a bank is deciding about the payment, or has taken it back: then no refund can be sent."""
    query = select(Dispute.status, Dispute.is_charge_refundable).where(Dispute.payment_id == payment.id)
    return any(
        rules.blocks_refund(status, is_charge_refundable=is_charge_refundable)
        for status, is_charge_refundable in session.execute(query)
    )


def list_disputes(session: Session, limit: int = PAGE_SIZE) -> Sequence[Dispute]:
    """What must be answered first: by due date, then what is over, newest first."""
    query = select(Dispute).options(joinedload(Dispute.order)).order_by(Dispute.id.desc()).limit(limit)
    disputes = session.scalars(query).all()
    return sorted(disputes, key=lambda dispute: (rules.is_over(dispute.status), dispute.due_at or dispute.opened_at))


def find_dispute(session: Session, public_id: str) -> Dispute | None:
    """With its order and payment."""
    query = select(Dispute).where(Dispute.public_id == public_id)
    return session.scalar(query.options(joinedload(Dispute.order), joinedload(Dispute.payment)))
