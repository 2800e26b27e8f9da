"""The verbs of a step: note, move, snooze, drop and take back. Twice is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from saas.dashboard.rules import choose_acts
from saas.kernel import clock
from saas.kernel.errors import NotFound, Refusal
from saas.plans.proposals.actions import accept_proposal
from saas.plans.steps import actions
from saas.plans.steps.actions import NOTE_MAX_CHARACTERS
from tests.plans.owner import PlanOwner
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
def test_a_note_is_kept_in_their_words(owner: PlanOwner, typed: str, kept: str) -> None:
    owner.act("save_step_note", 2, typed)
    assert owner.plan.steps[1].note == kept


def test_a_note_that_is_too_long_is_refused_and_nothing_is_lost(owner: PlanOwner) -> None:
    owner.act("save_step_note", 2, "short")
    with pytest.raises(Refusal, match="2,001"):
        owner.act("save_step_note", 2, "x" * (NOTE_MAX_CHARACTERS + 1))
    assert owner.plan.steps[1].note == "short"


def test_a_moved_step_stands_in_its_phase_and_knows_where_it_was(owner: PlanOwner) -> None:
    was = owner.plan.steps[0]
    owner.act("set_step_phase", 1, "months-3-6")
    assert (owner.plan.steps[0].phase, owner.plan.steps[0].moved_from) == ("months-3-6", was.phase)
    assert owner.plan.steps[0] in owner.plan.steps_in("months-3-6")


def test_moved_twice_it_still_knows_where_it_was_and_moved_back_it_forgets(owner: PlanOwner) -> None:
    was = owner.plan.steps[0].phase
    for phase in ("month", "months-3-6"):
        owner.act("set_step_phase", 1, phase)
    assert owner.plan.steps[0].moved_from == was
    owner.act("set_step_phase", 1, was)
    assert owner.plan.steps[0].moved_from == ""


@pytest.mark.parametrize("phase", ["", "someday", "DAY"])
def test_there_is_no_other_phase(owner: PlanOwner, phase: str) -> None:
    with pytest.raises(Refusal):
        owner.act("set_step_phase", 1, phase)


def test_numbers_and_minutes_follow_the_plan_as_it_stands(owner: PlanOwner) -> None:
    moved = owner.plan.steps[0]
    before = owner.plan.minutes_in(moved.phase)
    owner.act("set_step_phase", 1, "months-6-12")
    assert owner.plan.minutes_in(moved.phase) == before - moved.minutes
    assert sorted(owner.plan.numbers.values()) == list(range(1, len(owner.plan.steps) + 1))


def test_a_snoozed_step_is_out_of_sight_until_its_day(owner: PlanOwner) -> None:
    owner.act("snooze_step", 1, day(7), day(0))
    plan = owner.plan
    seen = {days: plan.steps[0] in plan.acts_on(day(days)) for days in (0, 6, 7)}
    assert seen == {0: False, 6: False, 7: True} and plan.steps[0] in plan.steps


def test_today_takes_the_next_one(owner: PlanOwner) -> None:
    [first, *_] = choose_acts(owner.plan.acts_on(day(0)), day(0))
    owner.act("snooze_step", first.position, day(7), day(0))
    assert first.position not in [step.position for step in choose_acts(owner.plan.acts_on(day(0)), day(0))]


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_no_use_is_refused(owner: PlanOwner, days: int) -> None:
    with pytest.raises(Refusal):
        owner.act("snooze_step", 1, day(days), day(0))


def test_a_step_is_woken(owner: PlanOwner) -> None:
    owner.act("snooze_step", 1, day(7), day(0))
    owner.act("cancel_step_snooze", 1)
    assert owner.plan.steps[0].snoozed_until is None


def test_a_dropped_step_stands_apart_and_is_taken_back_as_it_was(owner: PlanOwner) -> None:
    owner.act("save_step_note", 2, "Mine")
    before = owner.plan
    owner.act("drop_step", 2)
    assert [step.position for step in owner.plan.dropped] == [2]
    assert len(owner.plan.steps) == len(before.steps) - 1 and 2 not in owner.plan.numbers
    owner.act("cancel_step_drop", 2)
    assert owner.plan.steps == before.steps


def test_the_plan_is_still_read_when_its_first_step_is_dropped(owner: PlanOwner) -> None:
    title = owner.plan.outline.title
    owner.act("drop_step", 1)
    assert owner.plan.outline.title == title


def test_dropped_twice_at_once_is_dropped_once(owner: PlanOwner) -> None:
    run_at_once(*[submit(owner, "drop_step", 3)] * 4)
    assert [step.position for step in owner.plan.dropped] == [3]


def submit(owner: PlanOwner, name: str, *rest: Any) -> Callable[[], Any]:
    public_id = owner.plan.public_id

    def pressed() -> Any:
        with owner.second_session() as other:
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
def test_there_is_no_such_step(owner: PlanOwner, name: str, rest: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        owner.act(name, 998, *rest)


@pytest.mark.parametrize(
    ("name", "rest"),
    [("save_step_note", ("x",)), ("set_step_phase", ("month",)), ("drop_step", ()), ("set_step_completion", ())],
)
def test_a_plan_that_went_before_stays_as_it_was(owner: PlanOwner, name: str, rest: tuple[str, ...]) -> None:
    old = owner.plan.public_id
    accept_proposal(owner.session, owner.submit_answers(savings=100).public_id, owner.inputs)
    more = {"is_done": True} if name == "set_step_completion" else {}
    with pytest.raises(Refusal, match="not the plan you work with"):
        getattr(actions, name)(owner.session, old, 1, *rest, **more)
