"""How pages, exports and letters of a plan write counts, lengths of time, distances of days, and kinds of steps."""

from __future__ import annotations

from datetime import date

from saas.kernel.calendar import MONTHS, format_date
from saas.kernel.formatting import format_number

KIND_TITLES = {"money": "Money and law", "search": "Search", "people": "People", "self": "Yourself"}
DAYS_IN_MONTH = 30.44
# Beyond so many days a distance is given in months.
FAR_DAYS = 120


def format_count(count: float, word: str) -> str:
    """1, "step" → “1 step”; 2.5, "month" → “2.5 months”."""
    return f"{format_number(count)} {word}{'' if count == 1 else 's'}"


def format_duration(minutes: int) -> str:
    """45 → “45 minutes”; 120 → “2 hours”; 95 → “1 h 35 min”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return format_count(minutes, "minute")
    return f"{hours} h {rest} min" if rest else format_count(hours, "hour")


def format_days_away(days: int) -> str:
    """Days from today as words; negative once the day has passed."""
    if days in (-1, 0, 1):
        return ("passed yesterday", "today", "tomorrow")[days + 1]
    if days < 0:
        return f"passed {-days} days ago"
    return f"in {days} days" if days <= FAR_DAYS else f"in about {round(days / DAYS_IN_MONTH)} months"


def format_short_date(day: date) -> str:
    """2026-12-02 → “Dec 2”."""
    return f"{MONTHS[day.month - 1][:3]} {day.day}"


def format_date_range(first: date, last: date) -> str:
    """Both days included: “December 2 to December 24, 2026”."""
    if first == last:
        return format_date(first)
    start = format_date(first).rpartition(",")[0] if first.year == last.year else format_date(first)
    return f"{start} to {format_date(last)}"
