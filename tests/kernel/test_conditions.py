"""Conditions: what a line of content says about answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saas.kernel.conditions import ALWAYS, ConditionError, parse_condition

ANSWERS: dict[str, Any] = {
    "employment": "laid-off",
    "weeks": 4,
    "runway": 2.5,
    "constraints": ("remote", "hours"),
    "last_day": date(2026, 11, 20),
    "skipped": "",
    "none_chosen": (),
}

LINES = [
    ("employment is laid-off", True),
    ("employment is leaving", False),
    ("employment is not leaving", True),
    ("employment is not laid-off", False),
    ("employment in laid-off, leaving", True),
    ("employment in noticed, leaving", False),
    ("employment not in noticed, leaving", True),
    ("employment not in laid-off", False),
    ("constraints includes remote", True),
    ("constraints includes travel", False),
    ("constraints lacks travel", True),
    ("constraints lacks remote", False),
    ("constraints in travel, hours", True),
    ("weeks >= 4", True),
    ("weeks > 4", False),
    ("weeks <= 4", True),
    ("weeks < 4", False),
    ("runway < 3", True),
    ("weeks >= -1", True),
    ("weeks is 4", True),
    ("employment > 3", False),
    ("last_day is 2026-11-20", True),
    ("employment answered", True),
    ("employment unanswered", False),
    ("employment is leaving or weeks >= 4", True),
    ("employment is leaving or weeks > 4", False),
]


@pytest.mark.parametrize(("line", "holds"), LINES)
def test_a_line_holds(line: str, holds: bool) -> None:
    assert parse_condition([line]).holds(ANSWERS) is holds


@pytest.mark.parametrize("key", ["never_asked", "skipped", "none_chosen"])
@pytest.mark.parametrize(
    "rest", ["is x", "is not x", "in x, y", "not in x", "includes x", "lacks x", ">= 0", "< 9", "answered"]
)
def test_what_nobody_said_chooses_nothing(key: str, rest: str) -> None:
    assert not parse_condition([f"{key} {rest}"]).holds(ANSWERS)
    assert parse_condition([f"{key} unanswered"]).holds(ANSWERS)


def test_all_lines_must_hold() -> None:
    assert not parse_condition(["weeks >= 4", "employment is leaving"]).holds(ANSWERS)
    assert parse_condition(["weeks >= 4", "employment is laid-off"]).holds(ANSWERS)


def test_no_line_always_holds() -> None:
    assert ALWAYS.holds({})


def test_because_names_only_what_made_it_hold_once_and_in_order() -> None:
    condition = parse_condition(["weeks >= 4", "employment is leaving or constraints includes remote", "weeks < 9"])
    assert condition.because(ANSWERS) == ("weeks", "constraints")


def test_keys_are_all_that_are_named() -> None:
    assert parse_condition(["a is x or b is y", "c answered"]).keys == {"a", "b", "c"}


@pytest.mark.parametrize(
    "line", ["", "employment", "employment is", "employment equals x", "Weeks is 4", "weeks >= many", "weeks >= 4 or"]
)
def test_what_is_no_condition_is_refused_with_the_line(line: str) -> None:
    with pytest.raises(ConditionError, match=f"“{line}”"):
        parse_condition([line])
