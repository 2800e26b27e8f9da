"""A date typed in three fields."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from saas.intake.rules.faults import AnswerError
from saas.intake.rules.shapes import Question
from saas.kernel.calendar import MONTHS

# Wide, because the rules have no clock. A page that knows today passes ten years either side of it.
ANY_YEAR = range(1990, 2100)


def read_date(question: Question, month: str, day: str, year: str, years: range = ANY_YEAR) -> date | None:
    """Month as a number or an English name, day, year in four digits."""
    if not (month or day or year):
        if question.is_optional:
            return None
        raise AnswerError("Type a month, a day and a year.")
    lacking = [name for name, text in (("month", month), ("day", day), ("year", year)) if not text]
    if lacking:
        raise AnswerError(f"The date needs a {' and a '.join(lacking)} too.")
    return _date(_year(year, years), _month(month), _whole(day, "day"))


def _date(year: int, month: int, day: int) -> date:
    # Seen from a leap year, February 29 exists; only then is the year to blame.
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise AnswerError(f"{MONTHS[month - 1]} {day} does not exist. Check the day and the month.")
    if day > monthrange(year, month)[1]:
        raise AnswerError(f"{year} has no {MONTHS[month - 1]} {day}. Check the day and the year.")
    return date(year, month, day)


def _month(text: str) -> int:
    name = text.casefold().rstrip(".")
    if len(name) >= 3 and name.isalpha():
        for place, month in enumerate(MONTHS, 1):
            if month.casefold().startswith(name):
                return place
    month_number = _whole(text, "month")
    if not 1 <= month_number <= 12:
        raise AnswerError(f"There is no month {month_number}. Type a month from 1 to 12.")
    return month_number


def _year(text: str, years: range) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise AnswerError("Type the year in four digits, such as 2026.")
    if int(text) not in years:
        raise AnswerError(
            f"The year {text} is outside what a plan can use. Type a year from {years[0]} to {years[-1]}."
        )
    return int(text)


def _whole(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise AnswerError(f"We cannot read “{text[:20]}” as a {name}. Type it in digits.")
    return int(text)
