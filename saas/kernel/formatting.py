"""How money, days and counts are written. `FILTERS` are their names in every template, of pages and of letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def format_number(value: float) -> str:
    """1200 → “1,200”; 6.5 → “6.5”; 8.0 → “8”."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def join_words(parts: Sequence[str], comma: str = ", ", last: str = " and ") -> str:
    """“a”; “a and b”; “a, b and c”."""
    return parts[0] if len(parts) == 1 else comma.join(parts[:-1]) + last + parts[-1]


FILTERS: dict[str, Callable[..., Any]] = {
    "usd": format_usd,
    "cents": format_cents,
    "day": format_optional_date,
    "plural": pluralize,
}
