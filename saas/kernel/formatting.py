"""How money, days and counts are written. `FILTERS` are their names in every template, of pages and of letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from saas.kernel.calendar import format_date
from saas.kernel.money import format_cents, format_usd


def format_optional_date(value: date | None) -> str:
    """2027-03-03 → “March 3, 2027”; nothing for None."""
    return format_date(value) if value else ""


def pluralize(count: int | float, word: str, many: str = "") -> str:
    """1, "week" → “1 week”; 2 → “2 weeks”."""
    shown = f"{count:g}" if isinstance(count, float) else f"{count:,}"
    return f"{shown} {word if count == 1 else many or word + 's'}"


FILTERS: dict[str, Callable[..., Any]] = {
    "usd": format_usd,
    "cents": format_cents,
    "day": format_optional_date,
    "plural": pluralize,
}
