"""What a coach would demand of twenty-four plans. The demands stand in the persona's file, one table for each part."""

from __future__ import annotations

from typing import Any

import pytest

from tests.planner.personas.files import NAMES, persona, plan_of

PHASES = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")


def demands(table: str, key: str = "") -> list[Any]:
    """Every persona's entries of a table, or of a list in it, as one case each."""
    kept = {name: persona(name).table(table) if table else persona(name).expect for name in NAMES}
    pairs = [(name, entry) for name in NAMES for entry in (kept[name].get(key, ()) if key else kept[name].items())]
    return [pytest.param(name, entry, id=f"{name}-{entry}") for name, entry in pairs]


def place(name: str) -> dict[str, int]:
    """The phase of every step, counted from nought."""
    return {step.slug: PHASES.index(step.phase) for step in plan_of(name).steps}


@pytest.mark.parametrize(("name", "demand"), demands("by"))
def test_what_they_need_is_there_in_time(name, demand):
    phase, slugs = demand
    kept = place(name)
    assert [(slug, kept.get(slug)) for slug in slugs if kept.get(slug, 99) > PHASES.index(phase)] == []


@pytest.mark.parametrize(("name", "slug"), demands("steps", "never"))
def test_no_step_is_there_for_what_they_do_not_have_or_what_is_past(name, slug):
    assert slug not in place(name)


@pytest.mark.parametrize(("name", "word"), demands("", "no_words"))
def test_no_title_speaks_of_what_they_do_not_have(name, word):
    outline = plan_of(name)
    titles = [step.title for step in outline.steps] + [row.title for row in outline.deadlines]
    assert [title for title in titles if word.lower() in title.lower()] == []


@pytest.mark.parametrize(("name", "pair"), demands("steps", "order"))
def test_what_comes_first_comes_first(name, pair):
    order = [step.slug for step in plan_of(name).steps]
    assert order.index(pair[0]) < order.index(pair[1])


@pytest.mark.parametrize(("name", "phase"), demands("steps", "without_search"))
def test_on_a_hard_day_nothing_is_asked_of_the_search(name, phase):
    assert [step.slug for step in plan_of(name).steps if step.phase == phase and step.kind == "search"] == []


@pytest.mark.parametrize(("name", "demand"), demands("load"))
def test_a_phase_asks_for_no_more_minutes_than_they_can_give(name, demand):
    phase = next(phase for phase in plan_of(name).phases if phase.key == demand[0])
    assert phase.minutes <= min(demand[1], phase.capacity_minutes)


@pytest.mark.parametrize(("name", "demand"), demands("most"))
def test_a_hard_week_holds_few_things(name, demand):
    phase = next(phase for phase in plan_of(name).phases if phase.key == demand[0])
    assert len(phase.steps) <= demand[1]


@pytest.mark.parametrize(("name", "demand"), demands("dates"))
def test_a_deadline_falls_on_the_day_counted_by_hand(name, demand):
    assert {row.key: row.date for row in plan_of(name).deadlines}.get(demand[0]) == demand[1]


@pytest.mark.parametrize(("name", "key"), demands("deadlines", "undated"))
def test_a_deadline_without_its_cause_is_named_without_a_day(name, key):
    assert [row.date for row in plan_of(name).deadlines if row.key == key] == [None]


@pytest.mark.parametrize(("name", "key"), demands("deadlines", "never"))
def test_no_deadline_is_there_that_does_not_run(name, key):
    assert key not in {row.key for row in plan_of(name).deadlines}


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_starts_smaller_exactly_for_those_who_need_it(name):
    assert plan_of(name).gentle is persona(name).expect["gentle"]


@pytest.mark.parametrize(("name", "words"), demands("", "reading"))
def test_the_reading_speaks_of_their_situation(name, words):
    assert any(words in sentence.text for sentence in plan_of(name).reading)


@pytest.mark.parametrize(("name", "words"), demands("", "reading_not"))
def test_the_reading_leaves_out_what_is_not_theirs(name, words):
    assert [sentence.text for sentence in plan_of(name).reading if words in sentence.text] == []


@pytest.mark.parametrize(("name", "words"), demands("", "translation"))
def test_their_figures_stand_in_the_translation_as_they_wrote_them(name, words):
    assert any(words in line.reads for line in plan_of(name).translation if line.from_own_words)


@pytest.mark.parametrize(("name", "words"), demands("", "notes"))
def test_what_was_assumed_is_said(name, words):
    assert any(words in note for note in plan_of(name).notes)


@pytest.mark.parametrize(("name", "words"), demands("", "no_notes"))
def test_nothing_is_excused_that_needs_no_excuse(name, words):
    assert [note for note in plan_of(name).notes if words in note] == []


@pytest.mark.parametrize(("name", "words"), demands("", "rhythm_not"))
def test_the_week_asks_for_nothing_that_has_not_begun(name, words):
    assert [block.text for block in plan_of(name).rhythm.days if words in block.text] == []


@pytest.mark.parametrize(("name", "words"), demands("", "never_says"))
def test_words_of_danger_are_never_quoted_back(name, words):
    assert words not in str(plan_of(name).to_dict())


@pytest.mark.parametrize("name", [name for name in NAMES if "conversations" in persona(name).expect])
def test_a_small_week_promises_one_conversation(name):
    assert plan_of(name).rhythm.conversations_a_week == persona(name).expect["conversations"]
