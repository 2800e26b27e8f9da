"""A plan is the same whether or not what was written may mean danger, and repeats none of it. The card that it brings is
tested in tests/safety; a plan starts gently where somebody says that today is not OK."""

from __future__ import annotations

from datetime import date

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose_with_candidates
from saas.planner.inputs import PlanInputs

WORDS = "I want to die. I do not see the point of any of it."
ROW = "Closed the books of eight entities in five days"
MENTIONS = ("die", "danger", "what you wrote", "988")


@pytest.mark.parametrize("mood", ["steady", "shaky", "not-ok"])
@pytest.mark.parametrize("role", ["software-engineer", "accountant", "registered-nurse"])
def test_own_words_of_danger_change_nothing_in_the_plan(plan, role, mood) -> None:
    with_words = plan(role=role, mood=mood, employment="laid-off", own_words=WORDS)
    assert with_words == plan(role=role, mood=mood, employment="laid-off")


def test_a_row_of_danger_is_no_line_about_work(plan) -> None:
    with_words = plan(mood="steady", accomplishments=(WORDS, ROW))
    assert with_words == plan(mood="steady", accomplishments=(ROW,))
    assert [line.did for line in with_words.translation if line.from_own_words] == [ROW]


def test_rows_of_danger_alone_are_as_if_none_was_written(plan) -> None:
    assert plan(mood="steady", accomplishments=(WORDS,)) == plan(mood="steady")


@pytest.mark.parametrize("written", [{"own_words": WORDS}, {"accomplishments": (WORDS, ROW)}])
def test_no_reason_and_no_line_of_a_plan_speaks_of_it(plan, written) -> None:
    text = str(plan(mood="steady", employment="laid-off", **written).to_dict()).lower().split()
    assert [word for word in MENTIONS if word in text] == []


@pytest.mark.parametrize("written", [{"own_words": WORDS}, {"accomplishments": (WORDS,)}])
def test_a_diff_speaks_of_it_nowhere_and_moves_nothing(written) -> None:
    inputs = PlanInputs(load_seed_catalogue(), load_facts(), seed_questionnaire())
    before = {"role": "accountant", "employment": "laid-off", "mood": "steady"}
    after = before | written
    today = date(2026, 11, 23)
    assert (
        compose_with_candidates(after, inputs, today).outline == compose_with_candidates(before, inputs, today).outline
    )


@pytest.mark.parametrize("own_words", [None, WORDS])
def test_the_first_day_of_somebody_who_is_not_ok_holds_three_small_things(plan, own_words) -> None:
    outline = plan(mood="not-ok", employment="laid-off", **({"own_words": own_words} if own_words else {}))
    first = outline.phases[0]
    assert outline.gentle
    assert [step.slug for step in first.steps] == ["call-988", "one-act-today", "tell-one-you-are-low"]
    assert first.minutes <= 15 and all(step.is_gentle for step in first.steps)
    assert first.steps[0].because == "you do not feel OK today"


def test_a_doctor_is_named_within_the_month_to_somebody_who_is_not_ok(plan) -> None:
    outline = plan(mood="not-ok", employment="laid-off")
    assert "doctor-if-it-stays" in [step.slug for phase in outline.phases[:3] for step in phase.steps]
