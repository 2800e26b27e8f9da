"""“Not relevant, give me another”: the next-best step of the same kind, then of any, and none twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.catalogue import Catalogue
from saas.planner.compose import compose_with_candidates
from saas.planner.inputs import PlanInputs
from saas.planner.outline import PlanStep
from saas.planner.replacement import ReplacementRequest, find_replacement
from tests.planner.conftest import TODAY


@pytest.fixture
def another(catalogue: Callable[..., Any]) -> Callable[..., PlanStep | None]:
    """another({slug: step, …}): the plan holds `held` alone; everything else in the catalogue waits."""

    def given(steps: Mapping[str, Any], used: tuple[str, ...] = (), days: int = 0, **answers: Any) -> PlanStep | None:
        who = {"role": "accountant", "hours": 10, **answers}
        small = compose_with_candidates(who, inputs(catalogue(held=steps.get("held", {}))), TODAY)
        full = compose_with_candidates(who, inputs(catalogue(**steps)), TODAY)
        request = ReplacementRequest(
            small.outline, small.outline.steps[0], frozenset({"held", *used}), TODAY + timedelta(days=days)
        )
        return find_replacement(full, request)

    return given


def inputs(catalogue: Catalogue) -> PlanInputs:
    return PlanInputs(catalogue, load_facts(), seed_questionnaire())


@pytest.mark.parametrize(
    ("steps", "chosen"),
    [
        ({"a": {"weight": 10}, "b": {"weight": 20}}, "b"),
        ({"a": {"weight": 10}, "b": {"weight": 90, "kind": "self"}}, "a"),
        ({"b": {"weight": 90, "kind": "self"}}, "b"),
        ({"a": {"when": ["role is teacher"]}, "b": {"kind": "self"}}, "b"),
        ({"a": {"after": ["c"]}, "c": {"kind": "self"}}, "c"),
        ({"a": {"after": ["held"]}}, "a"),
        ({"a": {"is_note": True}, "b": {"kind": "self"}}, "b"),
    ],
)
def test_the_same_kind_comes_first_then_the_best_that_fits(another: Any, steps: Any, chosen: str) -> None:
    replacement = another({"held": {}, **steps})
    assert replacement is not None and replacement.slug == chosen


def test_what_was_in_the_plan_or_dropped_before_is_not_given(another: Any) -> None:
    assert another({"held": {}, "a": {}, "b": {"weight": 10}}, used=("a",)).slug == "b"


def test_nothing_is_left_when_all_is_spent(another: Any) -> None:
    assert another({"held": {}, "a": {}}, used=("a",)) is None


def test_it_comes_where_the_dropped_one_stood(another: Any) -> None:
    assert another({"held": {"phase": "month"}, "a": {"phase": "week"}}).phase == "month"


def test_it_comes_into_no_phase_that_is_over(another: Any) -> None:
    assert another({"held": {"phase": "week"}, "a": {}}, days=20).phase == "month"


def test_it_moves_on_where_the_time_is_taken(another: Any) -> None:
    assert another({"held": {"minutes": 30}, "a": {"minutes": 120}}, hours=1).phase == "month"


def test_it_says_why_it_is_there(another: Any) -> None:
    assert another({"held": {}, "a": {}}).because == "you are an accountant"


def test_a_hard_first_day_takes_only_what_is_gentle(another: Any) -> None:
    step_held = {"phase": "day", "kind": "self", "is_gentle": True}
    assert another({"held": step_held, "a": {"kind": "self"}}, mood="not-ok").phase == "week"
    assert another({"held": step_held, "a": {"kind": "self", "is_gentle": True}}, mood="not-ok").phase == "day"
