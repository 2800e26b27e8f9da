"""Four people, four plans: none is another's with the name changed."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

NAMES = ("nurse-active-license", "cardiologist", "chief-of-staff-laid-off-yesterday", "accountant-choosing-to-leave")
PAIRS = list(combinations(NAMES, 2))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_people_share_less_than_forty_percent_of_their_steps(persona, one, other):
    first, second = ({step.slug for step in persona(name).steps} for name in (one, other))
    assert len(first & second) < 0.4 * min(len(first), len(second))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_people_share_at_most_half_of_their_reading(persona, one, other):
    first, second = ({sentence.text for sentence in persona(name).reading} for name in (one, other))
    assert len(first & second) <= 3


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_is_whole(persona, name):
    outline = persona(name)
    assert 18 <= len(outline.steps) <= 45 and len(outline.translation) >= 5 and len(outline.directions) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_six_kinds_of_time_and_four_kinds_of_work_are_in_it(persona, name):
    outline = persona(name)
    assert all(phase.steps for phase in outline.phases)
    assert {step.kind for step in outline.steps} == {"money", "search", "people", "self"}


ALIKE = {
    "employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "mood": "steady", "level": "experienced",
    "years": 8, "current_pay": 90000, "severance": "none", "insurance": "employer", "household": 2, "savings": 20000,
    "spending": 4500, "visa": "no", "constraints": ("stay",), "hours": 10, "applications": 3, "interviews": 0, "network": 8,
}  # fmt: skip
CLINICIAN = {
    "direction": "pivot",
    "license": "active",
    "leaving_what": "care",
    "training_use": "must",
    "keep_license": "yes",
}
CLINICIANS = ("registered-nurse", "cardiologist", "pharmacist", "physical-therapist")
OTHERS = ("accountant", "chief-of-staff", "business-analyst", "account-executive")


@pytest.mark.parametrize(
    ("one", "other"), [pair for pair in combinations((*CLINICIANS, *OTHERS), 2) if pair[1] in OTHERS]
)
def test_even_with_the_same_answers_two_fields_share_at_most_fifty_five_percent(plan, one, other):
    first, second = (
        {
            step.slug
            for step in plan(role=role, **ALIKE, **(CLINICIAN if role in CLINICIANS else {"direction": "unsure"})).steps
        }
        for role in (one, other)
    )
    assert len(first & second) <= 0.55 * min(len(first), len(second))


def test_first_steps_differ_by_the_work_with_the_same_six_answers(plan):
    six = {key: ALIKE[key] for key in ("employment", "last_day", "state", "mood")} | {"direction": "unsure"}
    shown = [tuple(step.slug for step in plan(role=role, **six).first_steps()) for role in (*CLINICIANS, *OTHERS)]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("role", [*CLINICIANS, *OTHERS])
@pytest.mark.parametrize("employment", ["laid-off", "at-risk", "leaving"])
def test_six_answers_give_a_step_of_the_own_work_a_deadline_and_a_line(plan, role, employment):
    outline = plan(
        role=role, employment=employment, last_day=date(2027, 1, 15), state="OH", direction="unsure", mood="steady"
    )
    assert any("role" in step.answers for step in outline.first_steps()) and outline.deadlines and outline.translation
