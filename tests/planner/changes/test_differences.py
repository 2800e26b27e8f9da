"""Differences between two plans: applied to the old plan they give the new one, whoever the person is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import Question
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.changes.differences import apply_differences, comparable, compare_plans
from saas.planner.compose import compose
from saas.planner.outline import Outline
from saas.plans.samples.people import SAMPLES

TODAY = date(2026, 11, 23)
ROLES = ("accountant", "registered-nurse", "software-engineer", "high-school-teacher", "recruiter")


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    """None is an answer that is not given."""
    values = [option.value for option in question.options]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "role": st.sampled_from(ROLES),
        "choice": st.sampled_from(values or [""]),
        "several": st.lists(st.sampled_from(values or [""]), unique=True, min_size=1, max_size=2).map(tuple),
        "date": st.integers(-40, 200).map(lambda days: TODAY + timedelta(days=days)),
        "state": st.sampled_from(("CA", "NY", "TX")),
        "money": st.integers(0, 200_000),
        "number": st.integers(0, 40),
        "rows": st.just(("Cut waste by 12 percent",)),
        "text": st.just("A word of my own"),
    }
    strategy = kinds[question.kind]
    return strategy if question.key == "role" else st.none() | strategy


ANSWERS = st.fixed_dictionaries(
    {question.key: answer_to(question) for question in seed_questionnaire().all_questions}
).map(lambda given: {key: value for key, value in given.items() if value is not None})
ONE = st.sampled_from(seed_questionnaire().all_questions).flatmap(
    lambda question: answer_to(question).map(lambda value: (question.key, value))
)


def plan(answers: dict[str, Any], day: date = TODAY) -> Outline:
    return compose(answers, load_seed_catalogue(), load_facts(), seed_questionnaire(), day)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, ANSWERS, st.integers(0, 60))
def test_applying_the_differences_to_the_old_plan_gives_the_new_one(old: Any, new: Any, days: int) -> None:
    before, after = plan(old), plan(new, TODAY + timedelta(days=days))
    assert apply_differences(before, compare_plans(before, after)) == comparable(after)


@settings(max_examples=40, deadline=None)
@given(ANSWERS, ONE)
def test_and_for_one_answer_that_changes(old: Any, change: Any) -> None:
    key, value = change
    new = (
        {**old, key: value}
        if value is not None
        else {name: kept for name, kept in old.items() if name != key or key == "role"}
    )
    before, after = plan(old), plan(new)
    assert apply_differences(before, compare_plans(before, after)) == comparable(after)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_plan_does_not_differ_from_itself(name: str) -> None:
    same = SAMPLES[name].answers(TODAY)
    assert compare_plans(plan(same), plan(same)) == ()


def test_applying_nothing_changes_nothing() -> None:
    before = plan(SAMPLES["nurse"].answers(TODAY))
    assert apply_differences(before, ()) == comparable(before)
