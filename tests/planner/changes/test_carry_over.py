"""What a person did to a plan, laid over the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from saas.planner.changes.carry_over import StepEdit, apply_edits
from saas.planner.outline import Outline, PlanStep


@pytest.fixture
def outline(plan: Callable[..., Outline], catalogue: Callable[..., Any]) -> Outline:
    return plan(catalogue(first={}, second={}, third={"phase": "month"}))


def step(outline: Outline, slug: str) -> PlanStep:
    return next(step for step in outline.steps if step.slug == slug)


def phases(outline: Outline) -> dict[str, list[str]]:
    return {phase.key: [step.slug for step in phase.steps] for phase in outline.phases if phase.steps}


def test_nothing_done_leaves_the_plan_as_it_is(outline: Outline) -> None:
    assert apply_edits(outline, [], frozenset()) == outline


def test_a_moved_step_stands_where_it_was_moved(outline: Outline) -> None:
    moved = StepEdit(replace(step(outline, "first"), phase="month"), is_moved=True)
    assert phases(apply_edits(outline, [moved], frozenset())) == {"week": ["second"], "month": ["first", "third"]}


def test_a_step_that_was_not_moved_follows_the_new_plan(outline: Outline) -> None:
    elsewhere = StepEdit(replace(step(outline, "first"), phase="month"))
    assert apply_edits(outline, [elsewhere], frozenset()) == outline


def test_a_dropped_step_stays_dropped(outline: Outline) -> None:
    assert phases(apply_edits(outline, [StepEdit(step(outline, "first"), is_dropped=True)], frozenset()))["week"] == [
        "second"
    ]


@pytest.mark.parametrize(
    ("fits", "is_dropped", "stays"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_a_step_they_asked_for_stays_while_it_fits(outline: Outline, fits: bool, is_dropped: bool, stays: bool) -> None:
    edit = StepEdit(replace(step(outline, "first"), slug="asked"), is_dropped=is_dropped, is_replacement=True)
    carried = apply_edits(outline, [edit], frozenset({"asked"} if fits else ()))
    assert ("asked" in phases(carried)["week"]) == stays
