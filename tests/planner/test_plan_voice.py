"""How composed text reads: reasons as English, apostrophes as printed, nothing that a hard day makes untrue."""

from __future__ import annotations

import re
from collections import Counter

import pytest

NAMES = ("nurse-active-license", "cardiologist", "chief-of-staff-laid-off-yesterday", "accountant-choosing-to-leave")
PAST = re.compile(r"last paid day is (?:October|November (?:[1-9]|1\d|2[0-2]),) ")


def strings(value):
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in strings(item) if key not in ("url", "did")]
    return (
        [text for item in value for text in strings(item)]
        if isinstance(value, list)
        else [value]
        if isinstance(value, str)
        else []
    )


def reasons(outline):
    lines = (*outline.steps, *outline.deadlines, *outline.reading, *outline.translation, outline.money, outline.rhythm)
    return [line.because for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_apostrophes_and_quotation_marks_are_curly(persona, name):
    assert not [text for text in strings(persona(name).to_dict()) if "'" in text or '"' in text]


@pytest.mark.parametrize("name", NAMES)
def test_a_reason_is_a_clause_in_the_tense_of_its_day(persona, name):
    for because in reasons(persona(name)):
        assert not because.lower().startswith("because") and not because.endswith(".") and not PAST.search(because)


@pytest.mark.parametrize("name", NAMES)
def test_no_reason_explains_more_than_a_third_of_the_steps(persona, name):
    steps = persona(name).steps
    assert Counter(step.because for step in steps).most_common(1)[0][1] <= len(steps) / 3


@pytest.mark.parametrize("name", NAMES)
def test_what_they_do_not_have_explains_no_step(persona, name):
    assert not [step.slug for step in persona(name).steps if set(step.answers) & {"visa"}]


def test_a_step_beyond_the_first_day_does_not_speak_of_today(persona):
    for outline in map(persona, NAMES):
        later = [step for step in outline.steps if step.phase != "day"]
        assert not [step.title for step in later if " today" in step.title and "“" not in step.title]


def test_the_crisis_line_asks_for_nothing_and_promises_no_delay(plan):
    step = plan(employment="laid-off", direction="same", mood="not-ok").steps[0]
    assert step.slug == "call-988" and "there is nothing here to do" in step.why and "keeps until" not in step.why
