"""How counts, lengths of time, distances and ranges of days are written in pages, exports and letters."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from saas.plans.exports.formatting import (
    format_count,
    format_date_range,
    format_days_away,
    format_duration,
    format_short_date,
)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (120, "2 hours"), (95, "1 h 35 min"), (1200, "20 hours")],
)
def test_minutes_are_written_as_hours_and_minutes(minutes: int, words: str) -> None:
    assert format_duration(minutes) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-40, "passed 40 days ago"),
        (-2, "passed 2 days ago"),
        (-1, "passed yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (120, "in 120 days"),
        (121, "in about 4 months"),
        (548, "in about 18 months"),
    ],
)
def test_the_distance_of_a_day(days: int, words: str) -> None:
    assert format_days_away(days) == words


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 step"), (0, "0 steps"), (2, "2 steps"), (2.5, "2.5 steps"), (9.0, "9 steps")]
)
def test_a_count_is_written_with_its_noun(count: float, words: str) -> None:
    assert format_count(count, "step") == words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 12, 2), "December 2, 2026"),
        (date(2026, 12, 24), "December 2 to December 24, 2026"),
        (date(2027, 2, 1), "December 2, 2026 to February 1, 2027"),
    ],
)
def test_a_range_of_days(last: date, words: str) -> None:
    assert format_date_range(date(2026, 12, 2), last) == words


def test_a_short_date() -> None:
    assert format_short_date(date(2026, 9, 5)) == "Sep 5"


@pytest.mark.parametrize(
    ("expression", "words"),
    [("95|duration", "1 h 35 min"), ("-1|days_away", "passed yesterday"), ("'self'|kind_title", "Yourself")],
)
def test_pages_write_it_by_a_filter(app: Flask, expression: str, words: str) -> None:
    assert app.jinja_env.from_string(f"{{{{ {expression} }}}}").render() == words
