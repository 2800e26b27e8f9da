"""The time. Moments are aware and in UTC; a day is the calendar day of the house's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# Every deadline is a calendar day in the United States; until a person's own zone is known, New York's day is used.
DEFAULT_ZONE = ZoneInfo("America/New_York")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return datetime.now(DEFAULT_ZONE).date()


def day_of(moment: datetime) -> date:
    """The house's calendar day on which a moment falls."""
    return moment.astimezone(DEFAULT_ZONE).date()
