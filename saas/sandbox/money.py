"""Cents as people read them."""

from __future__ import annotations


def price_text(amount_cents: int, currency: str) -> str:
    """7900, "usd" → "$79.00"; other currencies carry their code: "79.00 EUR"."""
    number = f"{amount_cents / 100:,.2f}"
    return f"${number}" if currency == "usd" else f"{number} {currency.upper()}"
