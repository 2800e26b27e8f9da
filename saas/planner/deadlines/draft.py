"""A deadline before its law is looked up, and the arithmetic of days and months."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from saas.facts.sources import Source
from saas.kernel.calendar import format_date


@dataclass(frozen=True, slots=True)
class Draft:
    """`law` is the key of a legal fact; title, still_open and source replace the law's own where given, `also` is added to
    its rule. `keys` are the questions the row rests on; `on` is None while the day it is counted from is unknown.
    """

    key: str
    law: str
    on: date | None
    formula: str
    keys: tuple[str, ...]
    title: str = ""
    also: str = ""
    still_open: str = ""
    source: Source | None = None


def days_after(cause: date | None, days: int) -> date | None:
    """So many days after the cause; None while the cause is unknown."""
    return cause + timedelta(days=days) if cause else None


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def cover_months_after(end: date, months: int) -> date:
    """Cover is counted in whole months: what ends with a month runs to the end of a month, November 30 to May 31."""
    later = months_after(end, months)
    return month_end(later) if end == month_end(end) else later


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def write_formula(name: str, cause: date | None, span: str, result: date | None) -> str:
    """ "last paid day November 20, 2026 + 60 days = January 19, 2027"; without the cause, the rule alone."""
    if cause is None or result is None:
        return f"{name} + {span}"
    return f"{name} {format_date(cause)} + {span} = {format_date(result)}"
