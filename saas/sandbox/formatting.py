"""Amounts and moments as people read them, and JSON as the API and the webhooks send it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from saas.sandbox.store import Json

# Not `indent`: it is ten times slower, and a hundred events make a megabyte. And not Python's default separators:
# a receiver that parses and re-serializes a body must not get the signed bytes by luck.
SEPARATORS = (",\n", ": ")


def format_amount(amount_cents: int, currency: str) -> str:
    """7900, "usd" → "$79.00"; other currencies carry their code: "79.00 EUR"."""
    number = f"{amount_cents / 100:,.2f}"
    return f"${number}" if currency == "usd" else f"{number} {currency.upper()}"


def format_moment(seconds: float) -> str:
    """Seconds since 1970 as a UTC time of day and date."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def to_json(obj: Json) -> str:
    return json.dumps(obj, separators=SEPARATORS)
