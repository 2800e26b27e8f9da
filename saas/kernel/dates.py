"""Days in words. Never through the locale, which belongs to the machine."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date) -> str:
    """2027-03-03 → “March 3, 2027”."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"
