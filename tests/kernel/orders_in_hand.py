"""A row to write with, for tests of who may write it."""

from __future__ import annotations

from saas.shop.orders.models import Order


def new_order(account_id: int | None = None, state: str = "refunded") -> Order:
    """Refunded, because an account has only one open order, and these tests are not about that."""
    return Order(account_id=account_id, state=state, amount_cents=7900, currency="usd", email="somebody@example.com")
