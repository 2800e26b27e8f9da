"""Words of the copies: lengths, distances and stretches of days, each as the page says it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from saas.plans.exports.formatting import away, counted, length, short_day, stretch
from saas.settings import ROOT


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (120, "2 hours"), (95, "1 h 35 min"), (1200, "20 hours")],
)
def test_a_length(minutes: int, words: str) -> None:
    assert length(minutes) == words


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
def test_how_far_a_day_is(days: int, words: str) -> None:
    assert away(days) == words


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 step"), (0, "0 steps"), (2, "2 steps"), (2.5, "2.5 steps"), (9.0, "9 steps")]
)
def test_a_count(count: float, words: str) -> None:
    assert counted(count, "step") == words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 12, 2), "December 2, 2026"),
        (date(2026, 12, 24), "December 2 to December 24, 2026"),
        (date(2027, 2, 1), "December 2, 2026 to February 1, 2027"),
    ],
)
def test_a_stretch_of_days(last: date, words: str) -> None:
    assert stretch(date(2026, 12, 2), last) == words


def test_a_day_in_a_drawing() -> None:
    assert short_day(date(2026, 9, 5)) == "Sep 5"


@pytest.mark.parametrize("name", ["length", "away"])
def test_the_page_says_the_same(name: str, app: Flask) -> None:
    """The page's macros are templates, the copies' words are program: both are asked for the same."""
    words = (ROOT / "templates/plans/_words.html").read_text(encoding="utf-8")
    macro = getattr(app.jinja_env.from_string(words).module, name)
    for number in (0, 1, 2, 59, 60, 61, 120, 121, 130, 400):
        assert str(macro(number)).strip() == {"length": length, "away": away}[name](number)
