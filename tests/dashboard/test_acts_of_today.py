"""Today holds at most three acts: one of money or law, one of the search, one with a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from saas.dashboard.rules import choose_acts, find_gentle_act

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Step:
    name: str
    kind: str
    due: date | None = None
    minutes: int = 20
    is_done: bool = False
    is_gentle: bool = False
    phase: str = "day"


def names(*steps, is_gentle=False):
    return [act.name for act in choose_acts(steps, TODAY, is_gentle=is_gentle)]


def test_there_is_one_act_of_each_kind():
    steps = [Step(f"{kind}-{number}", kind) for number in (1, 2) for kind in ("money", "search", "people", "self")]
    assert names(*steps) == ["money-1", "search-1", "people-1"]


def test_time_for_oneself_stands_in_where_no_one_is_left_to_see():
    assert names(Step("walk", "self"), Step("call", "people")) == ["call"]
    assert names(Step("walk", "self"), Step("call", "people", is_done=True)) == ["walk"]


@pytest.mark.parametrize(
    ("due", "first"),
    [
        (date(2026, 11, 20), "later"),
        (date(2026, 11, 26), "later"),
        (date(2026, 11, 27), "earlier"),
        (date(2027, 1, 29), "earlier"),
        (None, "earlier"),
    ],
)
def test_only_a_date_within_three_days_or_past_goes_before_the_order_of_the_plan(due, first):
    assert names(Step("earlier", "money"), Step("later", "money", due)) == [first]


def test_the_date_that_is_longest_past_comes_first():
    steps = (Step("new", "money", date(2026, 11, 24)), Step("old", "money", date(2026, 11, 19)))
    assert names(*steps) == ["old"]


def test_a_hard_day_gets_gentle_and_short_acts():
    resume, note = Step("resume", "search", minutes=90), Step("note", "search", minutes=20)
    assert names(resume, note, Step("line", "search", minutes=10, is_gentle=True), is_gentle=True) == ["line"]
    assert names(resume, note, is_gentle=True) == ["note"]
    assert names(resume, note) == ["resume"]


def test_of_two_acts_due_on_the_same_day_a_hard_day_gets_the_gentle_one():
    steps = (Step("story", "people", TODAY), Step("line", "people", TODAY, minutes=10, is_gentle=True))
    assert names(*steps, is_gentle=True) == ["line"] and names(*steps) == ["story"]


def test_what_cannot_wait_is_not_hidden_on_a_hard_day():
    claim = Step("claim", "money", date(2026, 11, 23), minutes=45)
    assert names(Step("small", "money", is_gentle=True), claim, is_gentle=True) == ["claim"]


def test_done_steps_are_left_out_and_nothing_is_made_up():
    assert names(Step("done", "money", is_done=True)) == []


def test_a_low_day_gets_the_first_gentle_step_or_none():
    steps = [
        Step("hard", "search"),
        Step("past", "self", is_done=True, is_gentle=True),
        Step("small", "self", is_gentle=True),
    ]
    act = find_gentle_act(steps)
    assert act is not None and act.name == "small"
    assert find_gentle_act(steps[:2]) is None
