"""Twenty-four people, twenty-four plans: none is another's with the name changed."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from saas.library.seed.loading import load_seed_catalogue
from tests.planner.personas.files import NAMES, persona, plan_of

MOST_SHARED = 0.40
FULL = [name for name in NAMES if persona(name).hours >= 6]


def work(name: str) -> str:
    """Their role; several roles that one page of ours speaks for are one kind of work."""
    role = str(persona(name).answers["role"])
    page = load_seed_catalogue().page_of(role)
    return (
        next((slug for slug, other_page in load_seed_catalogue().roles.items() if other_page is page), role)
        if page
        else role
    )


def destination(name: str) -> frozenset[str]:
    chosen = persona(name).answers.get("pivot_to", ())
    return frozenset(chosen if isinstance(chosen, tuple) else ())


def differ(name: str, other: str) -> bool:
    """In role, in situation, and in where they go: the way into the public sector is one way for an officer and an analyst."""
    situation, other_situation = (persona(persona_name).answers["employment"] for persona_name in (name, other))
    goes_elsewhere = not destination(name) & destination(other)
    return work(name) != work(other) and situation != other_situation and goes_elsewhere


def shared(name: str, other: str) -> float:
    """The share of steps two plans have in common, of the shorter one."""
    first, second = ({step.slug for step in plan_of(persona_name).steps} for persona_name in (name, other))
    return len(first & second) / min(len(first), len(second))


APART = [pair for pair in combinations(NAMES, 2) if differ(*pair)]


@pytest.mark.parametrize(("name", "other"), APART)
def test_people_of_another_role_and_situation_share_less_than_forty_percent(name, other):
    assert shared(name, other) < MOST_SHARED


def test_the_matrix_is_printed(record_property):
    rows = [
        f"{number:2} {name:40.40}" + "".join(f"{shared(name, other) * 100:4.0f}" for other in NAMES[: number - 1])
        for number, name in enumerate(NAMES, start=1)
    ]
    head = " " * 43 + "".join(f"{number:4}" for number in range(1, len(NAMES)))
    record_property("shown", "\n".join(["steps two plans share, in percent of the shorter one", head, *rows]))
    assert len(rows) == 24 and len(APART) > 100


@pytest.mark.parametrize(("name", "other"), APART)
def test_people_of_another_role_and_situation_share_at_most_half_of_their_reading(name, other):
    first, second = ({sentence.text for sentence in plan_of(persona_name).reading} for persona_name in (name, other))
    assert len(first & second) <= 3


@pytest.mark.parametrize("name", FULL)
def test_every_plan_is_whole(name):
    outline = plan_of(name)
    assert 18 <= len(outline.steps) <= 52 and len(outline.translation) >= 5 and len(outline.directions) >= 4


@pytest.mark.parametrize("name", FULL)
def test_six_kinds_of_time_and_four_kinds_of_work_are_in_it(name):
    outline = plan_of(name)
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
    ("name", "other"), [pair for pair in combinations((*CLINICIANS, *OTHERS), 2) if pair[1] in OTHERS]
)
def test_even_with_the_same_answers_two_fields_share_at_most_sixty_two_percent(plan, name, other):
    first, second = (
        {
            step.slug
            for step in plan(role=role, **ALIKE, **(CLINICIAN if role in CLINICIANS else {"direction": "unsure"})).steps
        }
        for role in (name, other)
    )
    # The spine is one for everybody who stands in one place: claim, coverage, people. Their own work says it where it can.
    assert len(first & second) <= 0.62 * min(len(first), len(second))


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
