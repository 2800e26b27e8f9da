"""Dates typed in three fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saas.intake.answers.parsing import AnswerError, parse_answer
from saas.intake.questions.queries import seed_questionnaire


def typed(month: str, day: str, year: str, **more: Any) -> object:
    question = seed_questionnaire().find_question("last_day")
    assert question is not None
    return parse_answer(question, {"last_day-month": [month], "last_day-day": [day], "last_day-year": [year]}, **more)


@pytest.mark.parametrize("month", ["11", "Nov", "nov.", "November", "NOVEMBER"])
def test_a_month_is_a_number_or_a_name(month: str) -> None:
    assert typed(month, "20", "2026") == date(2026, 11, 20)


def test_a_leap_day_exists_in_a_leap_year() -> None:
    assert typed("2", "29", "2028") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("month", "day", "year", "sentence"),
    [
        ("2", "30", "2026", "^February 30 does not exist. Check the day and the month.$"),
        ("4", "31", "2026", "April 31 does not exist"),
        ("11", "0", "2026", "November 0 does not exist"),
        ("2", "29", "2027", "2027 has no February 29"),
        ("13", "1", "2026", "There is no month 13"),
        ("0", "1", "2026", "There is no month 0"),
        ("11", "20", "26", "four digits"),
        ("11", "20", "20226", "four digits"),
        ("11", "20", "1889", "The year 1889 is outside"),
        ("11", "x", "2026", "We cannot read “x” as a day"),
        ("Foo", "2", "2026", "We cannot read “Foo” as a month"),
        ("", "2", "2026", "The date needs a month too"),
        ("11", "", "", "The date needs a day and a year too"),
    ],
)
def test_a_day_that_cannot_be_says_which_part_to_check(month: str, day: str, year: str, sentence: str) -> None:
    with pytest.raises(AnswerError, match=sentence):
        typed(month, day, year)


def test_a_page_that_knows_today_narrows_the_years() -> None:
    with pytest.raises(AnswerError, match="from 2016 to 2036"):
        typed("1", "1", "2040", years=range(2016, 2037))
