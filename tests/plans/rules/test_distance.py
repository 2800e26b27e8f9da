"""Four people, four plans: none is another's with the name changed."""

from __future__ import annotations

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
