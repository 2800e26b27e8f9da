"""Append to the ledger: each of Stripe's balance transactions is kept once and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import Order
from saas.shop.stripe.snapshots import BalanceTransaction


def record_entries(session: Session, order: Order, transactions: Iterable[BalanceTransaction]) -> None:
    """Inside the caller's transaction, which has locked the order: an entry belongs to one order, so nobody else writes
    it at the same time."""
    by_id = {transaction.stripe_id: transaction for transaction in transactions}
    recorded = set(session.scalars(select(LedgerEntry.stripe_id).where(LedgerEntry.stripe_id.in_(by_id))))
    session.add_all(_entry(order, by_id[stripe_id]) for stripe_id in by_id if stripe_id not in recorded)


def _entry(order: Order, transaction: BalanceTransaction) -> LedgerEntry:
    return LedgerEntry(
        order_id=order.id,
        account_id=order.account_id,
        stripe_id=transaction.stripe_id,
        kind=transaction.kind,
        source_id=transaction.source_id,
        amount_cents=transaction.amount_cents,
        fee_cents=transaction.fee_cents,
        net_cents=transaction.net_cents,
        currency=transaction.currency,
        occurred_at=datetime.fromtimestamp(transaction.created, UTC),
    )
