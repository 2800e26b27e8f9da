"""“Not relevant, give me another”: the step is dropped, another comes, and two presses bring one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saas.kernel import clock
from saas.library.catalogue import Catalogue
from saas.planner.inputs import Ground
from saas.plans.models import PlanStep
from saas.plans.proposals.actions import accept
from saas.plans.steps.actions import NoneLeft, replace_step
from tests.plans.desk import Desk
from tests.threads import run_at_once


def another(desk: Desk, position: int) -> PlanStep:
    return desk.verb("replace_step", position, desk.ground, clock.today())


def test_the_step_is_dropped_and_another_of_its_kind_comes(desk: Desk) -> None:
    dropped, before = desk.plan.steps[4], {one.slug for one in desk.plan.steps}
    added = another(desk, dropped.position)
    assert added.slug not in before and added.kind == dropped.kind
    assert [one.slug for one in desk.plan.dropped] == [dropped.slug]
    assert desk.step(added.slug).added_for == dropped.slug


def test_it_has_a_reason_of_its_own(desk: Desk) -> None:
    assert another(desk, 5).because


def test_no_step_comes_twice(desk: Desk) -> None:
    given = [another(desk, position).slug for position in (3, 4, 5)]
    given.append(another(desk, desk.step(given[-1]).position).slug)
    everything = [one.slug for one in (*desk.plan.steps, *desk.plan.dropped)]
    assert len(set(given)) == 4 and len(everything) == len(set(everything))


def test_two_presses_at_once_bring_one(desk: Desk) -> None:
    public_id, count = desk.plan.public_id, len(desk.plan.steps)

    def press() -> str:
        with desk.again() as other:
            return replace_step(other.session, public_id, 5, other.ground, clock.today()).slug

    assert len(set(run_at_once(*[press] * 3))) == 1
    assert len(desk.plan.steps) == count and len(desk.plan.dropped) == 1


def test_taken_back_both_stand_and_it_can_be_asked_again(desk: Desk) -> None:
    first = another(desk, 5)
    desk.verb("cancel_step_drop", 5)
    second = another(desk, 5)
    assert second.slug != first.slug
    assert {first.slug, second.slug} <= {one.slug for one in desk.plan.steps}


def test_when_nothing_is_left_the_step_stays_and_it_is_said(desk: Desk) -> None:
    held = {one.slug for one in desk.plan.steps}
    catalogue = desk.ground.catalogue
    few: Catalogue = replace(catalogue, steps=tuple(one for one in catalogue.steps if one.slug in held))
    with pytest.raises(NoneLeft, match="this step stays"):
        desk.verb("replace_step", 5, Ground(few, desk.ground.facts, desk.ground.questionnaire), clock.today())
    assert desk.plan.dropped == []


def test_what_was_dropped_from_an_earlier_plan_does_not_come_back(desk: Desk) -> None:
    gone = [desk.plan.steps[position - 1].slug for position in (3, 4, 6)]
    for position in (3, 4, 6):
        desk.verb("drop_step", position)
    accept(desk.session, desk.answered(savings=100).public_id, desk.ground)
    assert another(desk, 5).slug not in gone
