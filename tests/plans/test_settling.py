"""A proposal waits, is taken with everything that was done, or is not; and two browsers at once settle it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.planner.changes.differences import compare_plans
from saas.plans.proposals import actions
from saas.plans.proposals.actions import refuse_proposal
from saas.plans.proposals.queries import find_proposed_changes
from tests.plans.owner import PlanOwner
from tests.threads import run_at_once


def accept(owner: PlanOwner, public_id: str) -> str:
    return actions.accept_proposal(owner.session, public_id, owner.inputs).state


def test_the_first_plan_is_the_plan_at_once(owner: PlanOwner) -> None:
    assert list(owner.states.values()) == ["current"]
    assert owner.plan.occasion == "These were your first answers."


def test_other_answers_make_a_plan_that_waits(owner: PlanOwner) -> None:
    proposal = owner.submit_answers(savings=100)
    assert list(owner.states.values()) == ["current", "proposed"]
    assert proposal.occasion == "One answer changed: “How much could you live on, in cash and savings?”"


def test_taken_it_is_the_plan_and_the_old_one_is_past(owner: PlanOwner) -> None:
    proposal = owner.submit_answers(savings=100)
    assert accept(owner, proposal.public_id) == "current"
    assert list(owner.states.values()) == ["past", "current"]
    assert (owner.plan.public_id, owner.plan.proposal_id) == (proposal.public_id, None)


def test_kept_the_plan_stays_and_the_answers_too(owner: PlanOwner) -> None:
    before, proposal = owner.plan, owner.submit_answers(savings=100)
    refuse_proposal(owner.session, proposal.public_id)
    assert list(owner.states.values()) == ["current", "refused"]
    assert (owner.plan.public_id, owner.plan.proposal_id) == (before.public_id, None)
    assert owner.submit_answers().submission_id == proposal.submission_id


def test_a_plan_not_taken_is_composed_anew_when_it_is_asked_for_again(owner: PlanOwner) -> None:
    proposal = owner.submit_answers(savings=100)
    refuse_proposal(owner.session, proposal.public_id)
    again = owner.submit_answers()
    assert again.public_id != proposal.public_id
    assert list(owner.states.values()) == ["current", "proposed"]


def test_a_newer_proposal_takes_the_place_of_the_one_that_waits(owner: PlanOwner) -> None:
    owner.submit_answers(savings=100)
    owner.submit_answers(savings=200)
    assert list(owner.states.values()) == ["current", "refused", "proposed"]


def test_answers_changed_back_leave_nothing_waiting(owner: PlanOwner) -> None:
    before = owner.plan.public_id
    owner.submit_answers(savings=100)
    assert owner.submit_answers(savings=24000).public_id == before
    assert list(owner.states.values()) == ["current", "refused"]


def test_what_was_done_to_a_step_is_carried_over(owner: PlanOwner) -> None:
    later = clock.today() + timedelta(days=9)
    slugs = [step.slug for step in owner.plan.steps[:6]]
    owner.act("set_step_completion", 1, is_done=True)
    owner.act("save_step_note", 2, "Mine")
    owner.act("snooze_step", 3, later, clock.today())
    owner.act("drop_step", 4)
    owner.act("set_step_phase", 5, "months-6-12")
    accept(owner, owner.submit_answers(savings=23000).public_id)
    done, noted, snoozed, dropped, moved = (owner.step(slug) for slug in slugs[:5])
    assert done.is_done and noted.note == "Mine" and snoozed.snoozed_until == later and dropped.is_dropped
    assert (moved.phase, owner.step(slugs[5]).note) == ("months-6-12", "")


def test_what_was_done_while_it_waited_is_carried_over_too(owner: PlanOwner) -> None:
    proposal, slug = owner.submit_answers(savings=23000), owner.plan.steps[1].slug
    owner.act("save_step_note", 2, "Later")
    accept(owner, proposal.public_id)
    assert owner.step(slug).note == "Later"


def test_a_step_they_asked_for_comes_along_while_it_fits(owner: PlanOwner) -> None:
    added = owner.act("replace_step", 5, owner.inputs, clock.today()).slug
    owner.act("save_step_note", owner.step(added).position, "Wanted")
    accept(owner, owner.submit_answers(savings=23000).public_id)
    assert owner.step(added).note == "Wanted"
    positions = [step.position for step in (*owner.plan.steps, *owner.plan.dropped)]
    assert len(positions) == len(set(positions))


def test_the_plan_they_get_is_the_one_they_were_shown(owner: PlanOwner) -> None:
    """Applied to the plan as it stood, the lines they saw give the plan as it stands."""
    owner.act("set_step_phase", 5, "months-6-12")
    owner.act("drop_step", 4)
    owner.act("replace_step", 6, owner.inputs, clock.today())
    proposal = owner.submit_answers(insurance="own", hours=7)
    waiting = find_proposed_changes(owner.session, owner.inputs)
    accept(owner, proposal.public_id)
    assert waiting is not None
    shown = {change.line.key for change in waiting.report.changes if change.line.part == "step"}
    changed_steps = {
        change.key
        for change in compare_plans(waiting.current.full_outline, owner.plan.full_outline)
        if change.part == "step"
    }
    assert changed_steps == shown


def pressed(owner: PlanOwner, name: str, public_id: str) -> Callable[[], str]:
    def submit() -> str:
        with owner.second_session() as other:
            if name == "accept":
                return accept(other, public_id)
            return refuse_proposal(other.session, public_id).state

    return submit


def test_taken_in_two_browsers_at_once_it_is_taken_once(owner: PlanOwner) -> None:
    owner.act("set_step_completion", 1, is_done=True)
    proposal = owner.submit_answers(savings=23000)
    assert run_at_once(*[pressed(owner, "accept", proposal.public_id)] * 4) == ["current"] * 4
    assert list(owner.states.values()) == ["past", "current"]
    assert owner.plan.done_count == 1


def test_taken_in_one_and_kept_in_the_other_both_hear_the_same(owner: PlanOwner) -> None:
    proposal = owner.submit_answers(savings=23000)
    heard = run_at_once(pressed(owner, "accept", proposal.public_id), pressed(owner, "refuse", proposal.public_id))
    assert len(set(heard)) == 1 and heard[0] in ("current", "refused")
    assert list(owner.states.values()).count("current") == 1


@pytest.mark.parametrize("name", ["accept", "refuse"])
def test_settled_twice_is_settled_once(owner: PlanOwner, name: str) -> None:
    proposal = owner.submit_answers(savings=23000)
    first = pressed(owner, name, proposal.public_id)()
    owner.act("save_step_note", 2, "After")
    assert pressed(owner, name, proposal.public_id)() == first
    assert owner.plan.steps[1].note == "After"


def test_there_is_no_such_proposal(owner: PlanOwner) -> None:
    with pytest.raises(NotFound):
        accept(owner, "nothing")


def test_the_plan_itself_is_not_refused(owner: PlanOwner) -> None:
    assert refuse_proposal(owner.session, owner.plan.public_id).state == "current"
