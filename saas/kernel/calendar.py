"""Calendar days: how a date is written, independent of the machine's locale, and when a checked fact is stale."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
STALE_AFTER_DAYS = 400


def format_date(day: date) -> str:
    """2027-03-03 → “March 3, 2027”."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def is_stale(checked_on: date, today: date) -> bool:
    """True when the fact was last checked more than 400 days ago."""
    return (today - checked_on).days > STALE_AFTER_DAYS
