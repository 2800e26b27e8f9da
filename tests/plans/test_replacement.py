"""“Not relevant, give me another”: the step is dropped, another comes, and two presses bring one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saas.kernel import clock
from saas.library.catalogue import Catalogue
from saas.planner.inputs import PlanInputs
from saas.plans.models import PlanStep
from saas.plans.proposals.actions import accept_proposal
from saas.plans.steps.actions import NoReplacement, replace_step
from tests.plans.owner import PlanOwner
from tests.threads import run_at_once


def another(owner: PlanOwner, position: int) -> PlanStep:
    return owner.act("replace_step", position, owner.inputs, clock.today())


def test_the_step_is_dropped_and_another_of_its_kind_comes(owner: PlanOwner) -> None:
    dropped, before = owner.plan.steps[4], {step.slug for step in owner.plan.steps}
    added = another(owner, dropped.position)
    assert added.slug not in before and added.kind == dropped.kind
    assert [step.slug for step in owner.plan.dropped] == [dropped.slug]
    assert owner.step(added.slug).added_for == dropped.slug


def test_it_has_a_reason_of_its_own(owner: PlanOwner) -> None:
    assert another(owner, 5).because


def test_no_step_comes_twice(owner: PlanOwner) -> None:
    given = [another(owner, position).slug for position in (3, 4, 5)]
    given.append(another(owner, owner.step(given[-1]).position).slug)
    everything = [step.slug for step in (*owner.plan.steps, *owner.plan.dropped)]
    assert len(set(given)) == 4 and len(everything) == len(set(everything))


def test_two_presses_at_once_bring_one(owner: PlanOwner) -> None:
    public_id, count = owner.plan.public_id, len(owner.plan.steps)

    def submit() -> str:
        with owner.second_session() as other:
            return replace_step(other.session, public_id, 5, other.inputs, clock.today()).slug

    assert len(set(run_at_once(*[submit] * 3))) == 1
    assert len(owner.plan.steps) == count and len(owner.plan.dropped) == 1


def test_taken_back_both_stand_and_it_can_be_asked_again(owner: PlanOwner) -> None:
    first = another(owner, 5)
    owner.act("cancel_step_drop", 5)
    second = another(owner, 5)
    assert second.slug != first.slug
    assert {first.slug, second.slug} <= {step.slug for step in owner.plan.steps}


def test_when_nothing_is_left_the_step_stays_and_it_is_said(owner: PlanOwner) -> None:
    slugs = {step.slug for step in owner.plan.steps}
    catalogue = owner.inputs.catalogue
    few: Catalogue = replace(catalogue, steps=tuple(step for step in catalogue.steps if step.slug in slugs))
    with pytest.raises(NoReplacement, match="this step stays"):
        owner.act("replace_step", 5, PlanInputs(few, owner.inputs.facts, owner.inputs.questionnaire), clock.today())
    assert owner.plan.dropped == []


def test_what_was_dropped_from_an_earlier_plan_does_not_come_back(owner: PlanOwner) -> None:
    dropped_slugs = [owner.plan.steps[position - 1].slug for position in (3, 4, 6)]
    for position in (3, 4, 6):
        owner.act("drop_step", position)
    accept_proposal(owner.session, owner.submit_answers(savings=100).public_id, owner.inputs)
    assert another(owner, 5).slug not in dropped_slugs
