"""Words that copies share with the plan's pages: lengths of time, how far a day is, kinds of steps."""

from __future__ import annotations

from datetime import date

from saas.kernel.calendar import MONTHS, format_date
from saas.kernel.formatting import format_number

KINDS = {"money": "Money and law", "search": "Search", "people": "People", "self": "Yourself"}
DAYS_IN_MONTH = 30.44
FAR_DAYS = 120


def counted(count: float, word: str) -> str:
    """1, "step" → “1 step”; 2.5, "month" → “2.5 months”."""
    return f"{format_number(count)} {word}{'' if count == 1 else 's'}"


def length(minutes: int) -> str:
    """45 → “45 minutes”; 120 → “2 hours”; 95 → “1 h 35 min”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return counted(minutes, "minute")
    return f"{hours} h {rest} min" if rest else counted(hours, "hour")


def away(days: int) -> str:
    """Days from today as words; negative once the day has passed."""
    if days in (-1, 0, 1):
        return ("passed yesterday", "today", "tomorrow")[days + 1]
    if days < 0:
        return f"passed {-days} days ago"
    return f"in {days} days" if days <= FAR_DAYS else f"in about {round(days / DAYS_IN_MONTH)} months"


def short_day(value: date) -> str:
    """2026-12-02 → “Dec 2”."""
    return f"{MONTHS[value.month - 1][:3]} {value.day}"


def stretch(first: date, last: date) -> str:
    """Both days included: “December 2 to December 24, 2026”."""
    if first == last:
        return format_date(first)
    return f"{format_date(first).rpartition(',')[0] if first.year == last.year else format_date(first)} to {format_date(last)}"
