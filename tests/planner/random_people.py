"""People drawn at random, as the questionnaire would let them answer: every question, its kind, its bounds, its branches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from saas.facts.loading import load_facts
from saas.facts.states import STATE_NAMES
from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import Question
from saas.kernel.conditions import Answer
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.planner.inputs import PlanInputs
from saas.planner.outline import Outline
from saas.planner.person import build_profile
from saas.planner.situation import Situation, assess_situation

TODAY = date(2026, 11, 23)
Answers = dict[str, Answer]
# The same people every time, and few enough for every run.
FEW = settings(derandomize=True, max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))

ROLES = st.sampled_from(sorted(role.slug for role in load_facts().roles()))
SENTENCES = st.sampled_from(
    [
        "Cut 46 claim rules by a third",
        "Led 12 people",
        "I want to die",
        "Ran the ward",
        "2025",
        "Opened a $1.2 million site",
    ]
) | st.text(min_size=1, max_size=60)
# Most people are near some clock; a few have dates far from it.
DAYS = st.integers(-60, 120) | st.integers(-700, 900)


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    """Any answer a person could give to a question that is asked."""
    if question.kind == "several":
        alone = [(option.value,) for option in question.options if option.is_alone]
        rest = [option.value for option in question.options if not option.is_alone]
        several = st.lists(st.sampled_from(rest), min_size=1, unique=True).map(
            lambda chosen: in_order(question, chosen)
        )
        return several | st.sampled_from(alone) if alone else several
    if question.options:
        return st.sampled_from([option.value for option in question.options])
    by_kind = {
        "role": ROLES,
        "state": st.sampled_from(sorted(STATE_NAMES)),
        "date": DAYS.map(lambda number: TODAY + timedelta(days=number)),
        "rows": st.lists(SENTENCES, min_size=1, max_size=question.max or 1).map(tuple),
        "text": SENTENCES,
    }
    return by_kind[question.kind] if question.kind in by_kind else _numbers(question)


def in_order(question: Question, chosen: list[str]) -> tuple[str, ...]:
    return tuple(option.value for option in question.options if option.value in chosen)


def _numbers(question: Question) -> st.SearchStrategy[int]:
    """Small amounts as often as any the bounds allow: the edges are where rules differ."""
    low, high = question.min or 0, question.max or 100
    return st.integers(low, min(high, 12)) | st.integers(low, min(high, 9000)) | st.integers(low, high)


@st.composite
def people(draw: st.DrawFn) -> Answers:
    """Answers in the order asked. What may be skipped sometimes is, and some stop before the end."""
    given: Answers = {}
    for question in seed_questionnaire().all_questions:
        role = load_facts().role(str(given.get("role", "")))
        if not question.when.holds({**given, **({"family": role.family} if role else {})}):
            continue
        if question.key not in ("role", "employment") and draw(st.integers(0, 11)) == 0:
            if not question.is_optional:
                return given
            continue
        given[question.key] = draw(answer_to(question))
    return given


@st.composite
def changed_people(draw: st.DrawFn) -> tuple[Answers, Answers]:
    """A person before and after one answer was given anew."""
    before = draw(people())
    key = draw(st.sampled_from(sorted(before)))
    question = seed_questionnaire().by_key[key]
    return before, {**before, key: draw(answer_to(question))}


def plan_for(answers: Answers) -> Outline:
    return compose(answers, load_seed_catalogue(), load_facts(), seed_questionnaire(), TODAY)


def circumstances_of(answers: Answers) -> Situation:
    return assess_situation(
        build_profile(answers, PlanInputs(load_seed_catalogue(), load_facts(), seed_questionnaire()), TODAY)
    )
