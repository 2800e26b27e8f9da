"""When a fact is old enough to say so."""

from __future__ import annotations

from datetime import date

STALE_AFTER_DAYS = 400


def is_stale(checked_on: date, today: date) -> bool:
    """True when more than 400 days have passed since somebody checked."""
    return (today - checked_on).days > STALE_AFTER_DAYS
