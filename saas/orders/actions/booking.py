"""The ledger: each balance transaction of Stripe's is kept once, and never touched again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.orders.models.ledger import LedgerEntry
from saas.orders.models.orders import Order
from saas.orders.rules.seen import CheckoutSeen, EntrySeen


def book(session: Session, order: Order, entries: Iterable[EntrySeen]) -> None:
    """Inside the caller's transaction, which holds the order; an entry belongs to one order, so nobody else writes it."""
    seen = {entry.stripe_id: entry for entry in entries}
    held = set(session.scalars(select(LedgerEntry.stripe_id).where(LedgerEntry.stripe_id.in_(seen))))
    session.add_all(_row(order, entry) for stripe_id, entry in seen.items() if stripe_id not in held)


def entries_of(seen: CheckoutSeen) -> Iterator[EntrySeen]:
    """Everything one session has done to our balance so far."""
    if seen.entry:
        yield seen.entry
    for refund in seen.refunds:
        yield from refund.entries
    for dispute in seen.disputes:
        yield from dispute.entries


def _row(order: Order, seen: EntrySeen) -> LedgerEntry:
    return LedgerEntry(
        order_id=order.id, account_id=order.account_id, stripe_id=seen.stripe_id, kind=seen.kind,
        source_id=seen.source_id, amount_cents=seen.amount_cents, fee_cents=seen.fee_cents, net_cents=seen.net_cents,
        currency=seen.currency, occurred_at=datetime.fromtimestamp(seen.created, UTC),
    )  # fmt: skip
