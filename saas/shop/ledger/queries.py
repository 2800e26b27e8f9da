"""Ledger entries of an order, and the daily reconciliations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.shop.ledger.models import LedgerEntry, Reconciliation
from saas.shop.orders.models import Order


def list_order_entries(session: Session, order: Order) -> Sequence[LedgerEntry]:
    """Oldest first."""
    query = select(LedgerEntry).where(LedgerEntry.order_id == order.id)
    return session.scalars(query.order_by(LedgerEntry.occurred_at, LedgerEntry.id)).all()


def list_reconciliations(session: Session, limit: int = 60) -> Sequence[Reconciliation]:
    """Newest day first."""
    return session.scalars(select(Reconciliation).order_by(Reconciliation.day.desc()).limit(limit)).all()
