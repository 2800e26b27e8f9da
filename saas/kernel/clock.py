"""The time. Moments are aware and in UTC; a day is the calendar day of the shop's own time zone.

The only place that reads the clock. `CLOCK_SHIFT`, such as `60d`, moves every day and moment ahead, so that a developer
sees the program as it will be then. The settings refuse it in production.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
# Every deadline is a calendar day in the United States; until a person's own zone is known, New York's day is used.
try:
    DEFAULT_ZONE = ZoneInfo("America/New_York")
except ZoneInfoNotFoundError:
    raise SystemExit(
        "CareerCanopy cannot start: there is no time zone data. Install the system's tzdata, or run `./run install`."
    ) from None


def now() -> datetime:
    return datetime.now(UTC) + _shift()


def today() -> date:
    return now().astimezone(DEFAULT_ZONE).date()


def day_of(moment: datetime) -> date:
    """The calendar day in New York on which a moment falls."""
    return moment.astimezone(DEFAULT_ZONE).date()


@lru_cache(maxsize=8)
def parse_shift(text: str) -> timedelta:
    """A duration such as `60d` or `12h`, one number and d, h, m or s; an empty text is none. Raises ValueError."""
    match = re.fullmatch(r"(\d{1,5})([dhms])", text.strip())
    if text.strip() and not match:
        raise ValueError(f"{text} is not a number and d, h, m or s, as in 60d")
    return timedelta(**{UNITS[match[2]]: int(match[1])}) if match else timedelta()


def shift_milliseconds() -> int:
    """How far the clock is ahead of the real time, for pages that count from now in the browser."""
    return int(_shift().total_seconds() * 1000)


@contextmanager
def moved_back(by: timedelta) -> Iterator[None]:
    """The time as it was so long ago, in this process: for invented people who have been customers for a while."""
    global _moved_back  # one clock for the whole process
    before, _moved_back = _moved_back, by
    try:
        yield
    finally:
        _moved_back = before


_moved_back = timedelta()


def _shift() -> timedelta:
    return parse_shift(os.environ.get("CLOCK_SHIFT", "")) - _moved_back
