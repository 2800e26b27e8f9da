"""Calendar days: how a date is written, and when a checked fact counts as stale. Never through the machine's locale."""

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
    """True when more than 400 days have passed since somebody checked."""
    return (today - checked_on).days > STALE_AFTER_DAYS
