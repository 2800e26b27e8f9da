"""Words of danger put the crisis line first, whatever was said about today. Sad or tired words do not."""

from __future__ import annotations

import pytest

from saas.planner.danger import is_in_danger


@pytest.mark.parametrize(
    "words",
    [
        "I want to die. I do not see the point of any of it.",
        "some days i think about killing myself",
        "They would be better off dead wait I would be better off dead",
        "I have had suicidal thoughts",
        "I might hurt myself",
        "I do not want to be alive",
    ],
)
def test_words_of_danger_are_heard(words: str) -> None:
    assert is_in_danger({"own_words": words})
    assert is_in_danger({"accomplishments": ("Closed the books", words)})


@pytest.mark.parametrize(
    "words", ["I am tired and sad", "I killed a failing project", "My phone died", "The deadline is ending my week", ""]
)
def test_other_words_are_not(words: str) -> None:
    assert not is_in_danger({"own_words": words})


@pytest.mark.parametrize("written", [{"own_words": "I want to die."}, {"accomplishments": ("I want to die.",)}])
@pytest.mark.parametrize("role", ["software-engineer", "accountant"])
def test_the_crisis_line_stands_first_then_and_quotes_nothing(plan, role, written) -> None:
    outline = plan(role=role, mood="steady", **written)
    first = outline.steps[0]
    assert first.slug == "call-988" and first.is_note and outline.gentle
    assert first.because == "what you wrote may mean that you are in danger" and first.answers == tuple(written)


@pytest.mark.parametrize("mood", ["steady", "shaky", "not-ok"])
def test_the_first_day_of_somebody_in_danger_holds_three_small_things(plan, mood):
    first = plan(mood=mood, employment="laid-off", own_words="I want to die.").phases[0]
    assert [step.slug for step in first.steps] == ["call-988", "one-act-today", "tell-one-you-are-low"]
    assert first.minutes <= 15 and all(step.is_gentle for step in first.steps)


def test_a_doctor_is_named_within_the_month(plan):
    outline = plan(mood="steady", employment="laid-off", own_words="I want to die.")
    assert "doctor-if-it-stays" in [step.slug for phase in outline.phases[:3] for step in phase.steps]
