"""The verbs of a step: note, move, snooze, drop and take back. Twice is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from saas.dashboard.rules import acts_for
from saas.kernel import clock
from saas.kernel.errors import NotFound, Refusal
from saas.plans.proposals.actions import accept
from saas.plans.steps import actions
from saas.plans.steps.actions import NOTE_MAX_CHARACTERS
from tests.plans.desk import Desk
from tests.threads import run_at_once


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Called Dana. ", "Called Dana."),
        ("a\r\nb", "a\nb"),
        (" ", ""),
        ("x" * NOTE_MAX_CHARACTERS, "x" * NOTE_MAX_CHARACTERS),
    ],
)
def test_a_note_is_kept_in_their_words(desk: Desk, typed: str, kept: str) -> None:
    desk.verb("save_step_note", 2, typed)
    assert desk.plan.steps[1].note == kept


def test_a_note_that_is_too_long_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    desk.verb("save_step_note", 2, "short")
    with pytest.raises(Refusal, match="2,001"):
        desk.verb("save_step_note", 2, "x" * (NOTE_MAX_CHARACTERS + 1))
    assert desk.plan.steps[1].note == "short"


def test_a_moved_step_stands_in_its_phase_and_knows_where_it_was(desk: Desk) -> None:
    was = desk.plan.steps[0]
    desk.verb("set_step_phase", 1, "months-3-6")
    assert (desk.plan.steps[0].phase, desk.plan.steps[0].moved_from) == ("months-3-6", was.phase)
    assert desk.plan.steps[0] in desk.plan.steps_of("months-3-6")


def test_moved_twice_it_still_knows_where_it_was_and_moved_back_it_forgets(desk: Desk) -> None:
    was = desk.plan.steps[0].phase
    for phase in ("month", "months-3-6"):
        desk.verb("set_step_phase", 1, phase)
    assert desk.plan.steps[0].moved_from == was
    desk.verb("set_step_phase", 1, was)
    assert desk.plan.steps[0].moved_from == ""


@pytest.mark.parametrize("phase", ["", "someday", "DAY"])
def test_there_is_no_other_phase(desk: Desk, phase: str) -> None:
    with pytest.raises(Refusal):
        desk.verb("set_step_phase", 1, phase)


def test_numbers_and_minutes_follow_the_plan_as_it_stands(desk: Desk) -> None:
    moved = desk.plan.steps[0]
    before = desk.plan.minutes_of(moved.phase)
    desk.verb("set_step_phase", 1, "months-6-12")
    assert desk.plan.minutes_of(moved.phase) == before - moved.minutes
    assert sorted(desk.plan.numbers.values()) == list(range(1, len(desk.plan.steps) + 1))


def test_a_snoozed_step_is_out_of_sight_until_its_day(desk: Desk) -> None:
    desk.verb("snooze_step", 1, day(7), day(0))
    plan = desk.plan
    seen = {days: plan.steps[0] in plan.acts_on(day(days)) for days in (0, 6, 7)}
    assert seen == {0: False, 6: False, 7: True} and plan.steps[0] in plan.steps


def test_today_takes_the_next_one(desk: Desk) -> None:
    [first, *_] = acts_for(desk.plan.acts_on(day(0)), day(0))
    desk.verb("snooze_step", first.position, day(7), day(0))
    assert first.position not in [one.position for one in acts_for(desk.plan.acts_on(day(0)), day(0))]


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_no_use_is_refused(desk: Desk, days: int) -> None:
    with pytest.raises(Refusal):
        desk.verb("snooze_step", 1, day(days), day(0))


def test_a_step_is_woken(desk: Desk) -> None:
    desk.verb("snooze_step", 1, day(7), day(0))
    desk.verb("cancel_step_snooze", 1)
    assert desk.plan.steps[0].snoozed_until is None


def test_a_dropped_step_stands_apart_and_is_taken_back_as_it_was(desk: Desk) -> None:
    desk.verb("save_step_note", 2, "Mine")
    before = desk.plan
    desk.verb("drop_step", 2)
    assert [one.position for one in desk.plan.dropped] == [2]
    assert len(desk.plan.steps) == len(before.steps) - 1 and 2 not in desk.plan.numbers
    desk.verb("cancel_step_drop", 2)
    assert desk.plan.steps == before.steps


def test_the_plan_is_still_read_when_its_first_step_is_dropped(desk: Desk) -> None:
    title = desk.plan.outline.title
    desk.verb("drop_step", 1)
    assert desk.plan.outline.title == title


def test_dropped_twice_at_once_is_dropped_once(desk: Desk) -> None:
    run_at_once(*[press(desk, "drop_step", 3)] * 4)
    assert [one.position for one in desk.plan.dropped] == [3]


def press(desk: Desk, name: str, *rest: Any) -> Callable[[], Any]:
    public_id = desk.plan.public_id

    def pressed() -> Any:
        with desk.again() as other:
            return getattr(actions, name)(other.session, public_id, *rest).position

    return pressed


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("save_step_note", ("x",)),
        ("set_step_phase", ("week",)),
        ("drop_step", ()),
        ("cancel_step_drop", ()),
        ("cancel_step_snooze", ()),
    ],
)
def test_there_is_no_such_step(desk: Desk, name: str, rest: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        desk.verb(name, 998, *rest)


@pytest.mark.parametrize(
    ("name", "rest"),
    [("save_step_note", ("x",)), ("set_step_phase", ("month",)), ("drop_step", ()), ("set_step_completion", ())],
)
def test_a_plan_that_went_before_stays_as_it_was(desk: Desk, name: str, rest: tuple[str, ...]) -> None:
    old = desk.plan.public_id
    accept(desk.session, desk.answered(savings=100).public_id, desk.ground)
    more = {"is_done": True} if name == "set_step_completion" else {}
    with pytest.raises(Refusal, match="not the plan you work with"):
        getattr(actions, name)(desk.session, old, 1, *rest, **more)
