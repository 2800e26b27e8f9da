"""The person's clock: whoever they are and whenever they come, a step stands between the days that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.kinds.steps import parse_window
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import Composition, compose_with_candidates
from saas.planner.inputs import PlanInputs
from saas.planner.steps.timing import find_timing, window_anchors
from saas.planner.steps.windows import SPANS

TODAY = date(2026, 11, 23)
DAYS_AFTER_LAST = (-200, -60, -7, 0, 3, 20, 53, 120, 240)
EMPLOYMENTS = ("laid-off", "at-risk", "leaving")
ROLES = sorted(load_seed_catalogue().roles)
CONTENT = {step.slug: step.content for step in load_seed_catalogue().steps}
SPAN_DAYS = {span.key: (span.first_day, span.last_day) for span in SPANS}


@cache
def composition(role: str, employment: str, days: int) -> Composition:
    answers: dict[str, Any] = {
        "role": role, "employment": employment, "last_day": TODAY - timedelta(days), "state": "OH", "mood": "steady",
        "direction": "same", "level": "experienced", "years": 8, "current_pay": 90000, "severance": "unknown",
        "insurance": "employer", "household": 2, "savings": 20000, "spending": 4500, "visa": "no", "hours": 12,
        "applications": 3, "interviews": 0, "network": 8,
    }  # fmt: skip
    inputs = PlanInputs(load_seed_catalogue(), load_facts(), seed_questionnaire())
    return compose_with_candidates(answers, inputs, TODAY)


def people() -> Iterator[tuple[str, str, int]]:
    return ((role, employment, days) for role in ROLES for employment in EMPLOYMENTS for days in DAYS_AFTER_LAST)


def find_misplaced(composed: Composition) -> Iterator[str]:
    """Steps in a phase that lies outside of their window, that are due before today, or after the plan's last day."""
    anchors, last_day = window_anchors(composed.person), composed.outline.phases[-1].ends_on
    for step in composed.outline.steps:
        first, last = (min(last_day, TODAY + timedelta(days)) for days in SPAN_DAYS[step.phase])
        if not find_timing(CONTENT[step.slug], anchors).overlaps(first, last):
            yield f"{step.slug} in {step.phase}, window {CONTENT[step.slug].window}"
        if step.due and not TODAY <= step.due <= TODAY + timedelta(SPANS[-1].last_day):
            yield f"{step.slug} due {step.due}"


def test_no_step_stands_outside_its_window_whoever_comes_whenever(
    record_property: Callable[[str, object], None],
) -> None:
    offenders = {
        f"{'/'.join(map(str, who))}: {fault}" for who in people() for fault in find_misplaced(composition(*who))
    }
    record_property("shown", f"{len(list(people()))} plans of {len(ROLES)} roles, moved through time: {len(offenders)}")
    assert sorted(offenders) == []


@pytest.mark.parametrize("days", [53, 120, 240])
def test_weeks_after_the_layoff_nothing_of_its_first_days_is_left(days: int) -> None:
    late = {
        (role, step.slug)
        for role in ROLES
        for step in composition(role, "laid-off", days).outline.steps
        if (window := parse_window(CONTENT[step.slug].window)).anchor == "last_day" and window.last_day <= 14
    }
    assert late == set()


def test_every_plan_moved_through_time_still_has_a_first_week_and_a_first_month() -> None:
    # A job that is still held has no last day behind it.
    thin = [
        who
        for who in people()
        if (who[1] == "laid-off" or who[2] <= 0)
        and min(len(phase.steps) for phase in composition(*who).outline.phases if phase.key in ("week", "month")) < 3
    ]
    assert thin == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "is no window"),
        ("payday 0..+3", "is no window"),
        ("last_day 3", "is no window"),
        ("last_day +9..+3", "ends before it begins"),
    ],
)
def test_a_window_that_cannot_be_read_says_so(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_window(text)


def test_every_step_of_the_library_names_its_window() -> None:
    assert [slug for slug, content in CONTENT.items() if not content.window] == []
