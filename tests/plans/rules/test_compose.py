"""The whole plan: the same for the same answers, true to them, and quick."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saas.facts.queries import book
from saas.intake.rules import questionnaire
from saas.library.seed import load
from saas.plans.rules import compose

PERSONAS = Path(__file__).parent.parent / "personas"
TODAY = date(2026, 11, 23)
NAMES = ("nurse-active-license", "cardiologist", "chief-of-staff-laid-off-yesterday", "accountant-choosing-to-leave")
GONE = {"employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "direction": "same", "hours": 20}


def words(outline):
    return json.dumps(outline.to_dict(), ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answers_give_the_same_bytes(persona, name):
    assert words(persona(name)) == words(persona(name))


def test_the_order_answers_were_given_in_does_not_matter(plan):
    backwards = dict(reversed(GONE.items()))
    assert words(plan(**GONE)) == words(plan(**backwards))


@pytest.mark.parametrize("name", NAMES)
def test_every_reason_names_an_answer_that_was_given(persona, name):
    outline = persona(name)
    known = set(json.loads((PERSONAS / f"{name}.json").read_text(encoding="utf-8")))
    for line in (*outline.steps, *outline.deadlines, *outline.reading):
        assert line.because and line.answers and set(line.answers) <= known


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (GONE | {"insurance": "own"}, "COBRA"),
        (GONE | {"visa": "no"}, "visa"),
        (GONE | {"severance": "none"}, "severance"),
        (GONE | {"role": "accountant"}, "clinical license"),
        (GONE | {"role": "registered-nurse", "license": "none"}, "per-diem"),
        ({"employment": "leaving", "direction": "same"}, "unemployment claim"),
        (GONE | {"equity": "no"}, "vested options"),
    ],
)
def test_nothing_is_said_about_a_thing_they_do_not_have(plan, answers, word):
    outline = plan(**answers)
    titles = [step.title for step in outline.steps] + [row.title for row in outline.deadlines]
    assert not [title for title in titles if word.lower() in title.lower()]


@pytest.mark.parametrize("name", NAMES)
def test_no_step_comes_before_what_it_needs(persona, name):
    order = {step.slug: place for place, step in enumerate(persona(name).steps)}
    after = {step.slug: step.piece.after for step in load().steps}
    assert all(order[earlier] < order[slug] for slug in order for earlier in after[slug] if earlier in order)


@pytest.mark.parametrize("name", NAMES)
def test_no_day_lies_behind_today_or_before_its_cause(persona, name):
    outline = persona(name)
    assert all(step.due is None or step.due >= TODAY for step in outline.steps)
    assert all(row.date is None or row.date >= date(2026, 11, 21) for row in outline.deadlines)


def test_one_answer_changes_only_what_depends_on_it(plan):
    before, after = plan(**GONE), plan(**GONE, equity="yes")
    assert (before.reading, before.translation, before.rhythm) == (after.reading, after.translation, after.rhythm)
    assert {row.key for row in after.deadlines} - {row.key for row in before.deadlines} == {"option_exercise"}


def test_a_few_answers_give_a_short_plan(plan):
    outline = plan(employment="laid-off", state="NY", direction="same")
    assert len(outline.first_steps(3)) == 3 and outline.money.missing and outline.translation


def test_a_plan_takes_less_than_thirty_milliseconds(persona):
    persona("nurse-active-license")
    started = perf_counter()
    for _ in range(5):
        persona("nurse-active-license")
    assert (perf_counter() - started) / 5 < 0.030


def _answer(question):
    if question.options:
        values = st.sampled_from([option.value for option in question.options])
        return values if question.kind == "choice" else st.lists(values, unique=True, max_size=3).map(tuple)
    days = st.integers(-500, 900).map(lambda number: TODAY + timedelta(days=number))
    numbers = st.integers(question.min or 0, min(question.max or 100, 2_000_000))
    states = st.sampled_from(["OH", "NY", "CA", "PR", "ZZ"])
    rows = st.lists(st.text(min_size=1, max_size=40), max_size=3).map(tuple)
    return {"date": days, "money": numbers, "number": numbers, "state": states, "rows": rows}.get(
        question.kind, st.text(max_size=40)
    )


ROLES = st.sampled_from([role.slug for role in book().roles()])
ANSWERS = st.fixed_dictionaries(
    {"role": ROLES},
    optional={question.key: _answer(question) for question in questionnaire().everything if question.key != "role"},
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=ANSWERS)
def test_whatever_is_answered_there_is_a_plan_that_keeps_its_promises(answers):
    outline = compose(answers, load(), book(), questionnaire(), TODAY)
    assert json.dumps(outline.to_dict())
    assert all(phase.minutes <= phase.capacity_minutes for phase in outline.phases)
    assert all(set(step.answers) <= set(answers) and step.because for step in outline.steps)
    assert len(outline.steps) <= 45
