"""The spine: what must happen stands in a plan, said as specifically as the library can, and nothing displaces it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import Composition, compose_with_candidates
from saas.planner.inputs import PlanInputs

TODAY = date(2026, 11, 23)
ROLES = sorted(load_seed_catalogue().roles)
SERVES = {step.slug: step.content.serves for step in load_seed_catalogue().steps}
OFFER = {"severance": "unsigned", "severance_weeks": 8, "severance_received": date(2026, 11, 20)}
LAID_OFF: dict[str, Any] = {
    "employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "mood": "steady", "direction": "same",
    "savings": 20000, "spending": 4500, "insurance": "employer", "visa": "no", "hours": 12,
}  # fmt: skip


def compose_for(**answers: Any) -> Composition:
    return compose_with_candidates(
        answers, PlanInputs(load_seed_catalogue(), load_facts(), seed_questionnaire()), TODAY
    )


def slots_by(phases: tuple[str, ...], composition: Composition) -> set[str]:
    """The slots that are filled in these phases."""
    return {SERVES[step.slug] for step in composition.outline.steps if step.phase in phases} - {""}


def open_slots(composition: Composition) -> set[str]:
    """Those of this person for which the library has a step that fits: an answer may close a slot, such as a first talk."""
    person = composition.person
    return {
        key
        for key in {SERVES[candidate.slug] for candidate in composition.candidates} - {""}
        if load_facts().slots[key].condition.holds(person.known)
    }


WEEK, MONTH = ("day", "week"), ("day", "week", "month")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("answers", "first_week", "first_month"),
    [
        ({}, {"claim", "coverage-date", "warm-ten", "two-sentences", "week", "closest"}, {"coverage-choice", "resume"}),
        (OFFER, {"claim", "sign-nothing", "lawyer", "review-period", "warm-ten"}, {"asks", "coverage-choice"}),
        ({"savings": 7000}, {"claim", "call-lenders", "first-dollars"}, {"spend-less"}),
        ({"visa": "employer-visa"}, {"status-lawyer", "status-employers"}, {"status-route"}),
        ({"applications": 60, "interviews": 0}, {"claim", "warm-ten"}, {"change-one-thing", "more-people"}),
    ],
    ids=["plain", "offer", "little money", "visa", "silent search"],
)
def test_what_must_happen_stands_in_the_first_weeks_of_every_role(
    role: str, answers: dict[str, Any], first_week: set[str], first_month: set[str]
) -> None:
    given = {"role": role, **LAID_OFF, **answers}
    composition = compose_for(**given)
    assert first_week - slots_by(WEEK, composition) == set()
    assert first_month - slots_by(MONTH, composition) == set()


MORE_ANSWERS: dict[str, Any] = {
    "level": "executive", "years": 14, "industry": "health", "current_pay": 150000, "household": 4, "equity": "yes",
    "network": 40, "applications": 3, "interviews": 1, "told": ("partner",), "education": "masters",
    "constraints": ("stay", "hours"), "accomplishments": ("Cut close from 11 days to 5",),
}  # fmt: skip


@pytest.mark.parametrize("role", ["accountant", "registered-nurse", "software-engineer", "chief-of-staff", "recruiter"])
@pytest.mark.parametrize("key", MORE_ANSWERS)
def test_an_answer_more_removes_no_slot_of_the_first_month(role: str, key: str) -> None:
    given = {"role": role, **LAID_OFF}
    before, after = compose_for(**given), compose_for(**given, **{key: MORE_ANSWERS[key]})
    assert (slots_by(MONTH, before) & open_slots(after)) - slots_by(MONTH, after) == set()


def test_the_most_specific_step_fills_a_slot(plan, catalogue) -> None:
    library = catalogue(
        general={"serves": "resume", "weight": 99},
        own_field={"serves": "resume", "when": ["family is business"], "weight": 50},
        own_work={"serves": "resume", "when": ["role is accountant"], "weight": 10},
    )
    assert [step.slug for step in plan(library, role="accountant").steps] == ["own-work"]
    assert [step.slug for step in plan(library, role="recruiter").steps] == ["general"]


def test_extras_take_at_most_a_third_of_a_phase(plan, catalogue) -> None:
    extras = {f"extra_{number}": {"minutes": 60, "weight": 100} for number in range(9)}
    library = catalogue(core={"serves": "resume", "minutes": 60, "weight": 1}, **extras)
    week = plan(library, hours=10).phases[1]
    assert (len(week.steps), week.minutes) == (4, 240) and "core" in [step.slug for step in week.steps]


def test_what_comes_before_a_step_of_the_spine_is_of_the_spine(plan, catalogue) -> None:
    library = catalogue(first={"minutes": 90}, core={"serves": "resume", "minutes": 30, "after": ["first"]})
    assert [step.slug for step in plan(library, hours=2).phases[1].steps] == ["first", "core"]


def test_every_slot_has_a_step_and_every_step_a_slot_that_is_there() -> None:
    slots = load_facts().slots
    assert set(SERVES.values()) - {""} - set(slots) == set()
    assert set(slots) - set(SERVES.values()) == set()
