"""A proposal waits, is taken with everything that was done, or is not; and two browsers at once settle it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.planner.changes.differences import differences
from saas.plans.proposals import actions
from saas.plans.proposals.actions import refuse
from saas.plans.proposals.queries import changes
from tests.plans.desk import Desk
from tests.threads import run_at_once


def accept(desk: Desk, public_id: str) -> str:
    return actions.accept(desk.session, public_id, desk.ground).state


def test_the_first_plan_is_the_plan_at_once(desk: Desk) -> None:
    assert list(desk.states.values()) == ["current"]
    assert desk.plan.occasion == "These were your first answers."


def test_other_answers_make_a_plan_that_waits(desk: Desk) -> None:
    made = desk.answered(savings=100)
    assert list(desk.states.values()) == ["current", "proposed"]
    assert made.occasion == "One answer changed: “How much could you live on, in cash and savings?”"


def test_taken_it_is_the_plan_and_the_old_one_is_past(desk: Desk) -> None:
    made = desk.answered(savings=100)
    assert accept(desk, made.public_id) == "current"
    assert list(desk.states.values()) == ["past", "current"]
    assert (desk.plan.public_id, desk.plan.waiting) == (made.public_id, None)


def test_kept_the_plan_stays_and_the_answers_too(desk: Desk) -> None:
    before, made = desk.plan, desk.answered(savings=100)
    refuse(desk.session, made.public_id)
    assert list(desk.states.values()) == ["current", "refused"]
    assert (desk.plan.public_id, desk.plan.waiting) == (before.public_id, None)
    assert desk.answered().submission_id == made.submission_id


def test_a_plan_not_taken_is_composed_anew_when_it_is_asked_for_again(desk: Desk) -> None:
    made = desk.answered(savings=100)
    refuse(desk.session, made.public_id)
    again = desk.answered()
    assert again.public_id != made.public_id
    assert list(desk.states.values()) == ["current", "proposed"]


def test_a_newer_proposal_takes_the_place_of_the_one_that_waits(desk: Desk) -> None:
    desk.answered(savings=100)
    desk.answered(savings=200)
    assert list(desk.states.values()) == ["current", "refused", "proposed"]


def test_answers_changed_back_leave_nothing_waiting(desk: Desk) -> None:
    before = desk.plan.public_id
    desk.answered(savings=100)
    assert desk.answered(savings=24000).public_id == before
    assert list(desk.states.values()) == ["current", "refused"]


def test_what_was_done_to_a_step_is_carried_over(desk: Desk) -> None:
    later = clock.today() + timedelta(days=9)
    slugs = [step.slug for step in desk.plan.steps[:6]]
    desk.verb("set_step_completion", 1, is_done=True)
    desk.verb("save_step_note", 2, "Mine")
    desk.verb("snooze_step", 3, later, clock.today())
    desk.verb("drop_step", 4)
    desk.verb("set_step_phase", 5, "months-6-12")
    accept(desk, desk.answered(savings=23000).public_id)
    done, noted, snoozed, dropped, moved = (desk.step(slug) for slug in slugs[:5])
    assert done.is_done and noted.note == "Mine" and snoozed.snoozed_until == later and dropped.is_dropped
    assert (moved.phase, desk.step(slugs[5]).note) == ("months-6-12", "")


def test_what_was_done_while_it_waited_is_carried_over_too(desk: Desk) -> None:
    made, slug = desk.answered(savings=23000), desk.plan.steps[1].slug
    desk.verb("save_step_note", 2, "Later")
    accept(desk, made.public_id)
    assert desk.step(slug).note == "Later"


def test_a_step_they_asked_for_comes_along_while_it_fits(desk: Desk) -> None:
    added = desk.verb("replace_step", 5, desk.ground, clock.today()).slug
    desk.verb("save_step_note", desk.step(added).position, "Wanted")
    accept(desk, desk.answered(savings=23000).public_id)
    assert desk.step(added).note == "Wanted"
    positions = [step.position for step in (*desk.plan.steps, *desk.plan.dropped)]
    assert len(positions) == len(set(positions))


def test_the_plan_they_get_is_the_one_they_were_shown(desk: Desk) -> None:
    """Applied to the plan as it stood, the lines they saw give the plan as it stands."""
    desk.verb("set_step_phase", 5, "months-6-12")
    desk.verb("drop_step", 4)
    desk.verb("replace_step", 6, desk.ground, clock.today())
    made = desk.answered(insurance="own", hours=7)
    waiting = changes(desk.session, desk.ground)
    accept(desk, made.public_id)
    assert waiting is not None
    shown = {change.line.key for change in waiting.report.changes if change.line.part == "step"}
    found = {one.key for one in differences(waiting.current.whole, desk.plan.whole) if one.part == "step"}
    assert found == shown


def pressed(desk: Desk, name: str, public_id: str) -> Callable[[], str]:
    def press() -> str:
        with desk.again() as other:
            if name == "accept":
                return accept(other, public_id)
            return refuse(other.session, public_id).state

    return press


def test_taken_in_two_browsers_at_once_it_is_taken_once(desk: Desk) -> None:
    desk.verb("set_step_completion", 1, is_done=True)
    made = desk.answered(savings=23000)
    assert run_at_once(*[pressed(desk, "accept", made.public_id)] * 4) == ["current"] * 4
    assert list(desk.states.values()) == ["past", "current"]
    assert desk.plan.done == 1


def test_taken_in_one_and_kept_in_the_other_both_hear_the_same(desk: Desk) -> None:
    made = desk.answered(savings=23000)
    heard = run_at_once(pressed(desk, "accept", made.public_id), pressed(desk, "refuse", made.public_id))
    assert len(set(heard)) == 1 and heard[0] in ("current", "refused")
    assert list(desk.states.values()).count("current") == 1


@pytest.mark.parametrize("name", ["accept", "refuse"])
def test_settled_twice_is_settled_once(desk: Desk, name: str) -> None:
    made = desk.answered(savings=23000)
    first = pressed(desk, name, made.public_id)()
    desk.verb("save_step_note", 2, "After")
    assert pressed(desk, name, made.public_id)() == first
    assert desk.plan.steps[1].note == "After"


def test_there_is_no_such_proposal(desk: Desk) -> None:
    with pytest.raises(NotFound):
        accept(desk, "nothing")


def test_the_plan_itself_is_not_refused(desk: Desk) -> None:
    assert refuse(desk.session, desk.plan.public_id).state == "current"
