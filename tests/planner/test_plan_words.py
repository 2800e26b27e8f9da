"""Reading, translation, rhythm and notes."""

from __future__ import annotations

from datetime import date

import pytest

from saas.facts.loading import load_facts
from saas.planner.own_words import find_figures
from saas.planner.translation import translate_work

NURSE = {"role": "registered-nurse", "employment": "laid-off", "direction": "pivot", "state": "OH"}


@pytest.mark.parametrize(
    "role", ["accountant", "chief-of-staff", "registered-nurse", "software-engineer", "military-officer", "chef"]
)
@pytest.mark.parametrize("employment", ["laid-off", "at-risk", "leaving"])
def test_a_reading_has_four_to_six_sentences_that_name_answers(plan, role, employment):
    reading = plan(role=role, employment=employment, direction="unsure", state="OH").reading
    assert 4 <= len(reading) <= 6 and all(sentence.because and sentence.answers for sentence in reading)


def test_a_role_without_a_page_is_said_to_have_none(plan):
    assert any("no page" in note for note in plan(role="chef").notes)
    assert not any("no page" in note for note in plan().notes)


@pytest.mark.parametrize("slug", [role.slug for role in load_facts().roles()])
def test_every_role_gets_five_lines(plan, slug):
    assert len(plan(role=slug, direction="pivot").translation) >= 5


def test_their_own_words_stay_as_they_wrote_them_and_are_not_said_twice(plan):
    words = "Cut callbacks by 31% on a 32-bed unit in 2024"
    line = plan(**NURSE, accomplishments=(words,)).translation[0]
    assert line.did == words and line.from_own_words and words not in line.reads and "31%" in line.reads


def test_only_a_line_with_the_same_verb_and_object_names_their_work(person):
    lines = translate_work(
        person(accomplishments=("Reconciled two ledger systems in a week", "Explained the move")), ()
    )
    assert "Traced a mismatch" in lines[0].reads and "as you wrote it" in lines[1].reads


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("Found a billing error worth $240,000", ["$240,000"]),
        ("Saw 1,100 patients in its first year", ["1,100 patients"]),
        ("Raised the share passing from 54 to 71 percent", ["54 to 71 percent"]),
        ("Closed the largest renewal of 2025, $1.2 million", ["$1.2 million"]),
        ("Closed the books in five days instead of nine", ["five days"]),
        ("Precepted 14 new nurses on a 32-bed step-down unit", ["14 new nurses"]),
        ("Ran a 12-person team", []),
        ("Mapped 46 claim rules that nobody had written down", ["46 claim rules"]),
        ("Handled 30 a day", ["30"]),
        ("Edited a series read by 2 million people", ["2 million people"]),
        ("Moved the service without downtime", []),
        ("Reached 118% of quota", ["118% of quota"]),
        ("Moved billing with 40 minutes of downtime", ["40 minutes of downtime"]),
        ("Cut the close from 11 weeks to 5", ["11 weeks to 5"]),
        ("Cut the close from 11 weeks → 5", ["11 weeks → 5"]),
        ("Moved 12 people to 3 sites", ["12 people", "3 sites"]),
        ("Saved $240,000 of the budget", ["$240,000"]),
    ],
)
def test_figures_are_read_as_they_were_written(words, figures):
    assert find_figures(words) == figures


def test_lines_true_of_others_are_left_out(plan):
    pharmacist, nurse = (plan(**NURSE | {"role": role}).translation for role in ("pharmacist", "registered-nurse"))
    assert {line.did for line in pharmacist} != {line.did for line in nurse}


@pytest.mark.parametrize(
    ("hours", "mood", "conversations"),
    [(1, "steady", 1), (6, "steady", 1), (12, "steady", 3), (30, "steady", 7), (30, "not-ok", 1)],
)
def test_a_week_promises_conversations_it_can_keep(plan, hours, mood, conversations):
    assert plan(**NURSE, hours=hours, mood=mood).rhythm.conversations_a_week == conversations


@pytest.mark.parametrize("hours", [1, 3, 8, 25, 60])
@pytest.mark.parametrize("mood", ["steady", "shaky", "not-ok"])
def test_a_week_never_holds_more_than_its_hours(plan, hours, mood):
    days = plan(**NURSE, hours=hours, mood=mood).rhythm.days
    assert 0 < sum(block.minutes for block in days) <= hours * 60 * (1 if mood == "steady" else 0.5)


def test_short_notice_in_a_group_layoff_names_the_law(plan):
    group = {"severance": "unsigned", "age": "40-54", "group_program": "yes"}
    answers = {"employment": "laid-off", "told_on": date(2026, 11, 10), "last_day": date(2026, 11, 20)}
    assert any("WARN" in note for note in plan(**answers, **group).notes)
    assert not any("WARN" in note for note in plan(**answers).notes)


@pytest.mark.parametrize(
    ("told_on", "words"),
    [
        (date(2026, 11, 20), "You were told on your last day."),
        (date(2026, 11, 19), "You had 1 day of notice."),
        (date(2026, 11, 10), "You had 10 days of notice."),
    ],
)
def test_notice_is_counted_in_words_people_use(plan, told_on, words):
    answers = {"employment": "laid-off", "told_on": told_on, "last_day": date(2026, 11, 20)}
    group = {"severance": "unsigned", "age": "40-54", "group_program": "yes"}
    assert any(note.startswith(words) for note in plan(**answers, **group).notes)


def test_no_line_of_a_page_is_said_twice_beside_their_own(persona):
    reads = [line.reads for line in persona("chief-of-staff-laid-off-yesterday").translation]
    assert not any(other != read and other in read for read in reads for other in reads)


def test_an_unknown_role_still_gives_a_plan_and_says_what_is_left_out(plan):
    outline = plan(role="zzzz", savings=9000, spending=3000)
    assert outline.directions == () and outline.money.runway_months and "left out" in outline.notes[0]


@pytest.mark.parametrize(
    ("answers", "certifies"),
    [
        ({"employment": "laid-off", "last_day": date(2026, 11, 20)}, True),
        ({"employment": "laid-off", "last_day": date(2026, 12, 1)}, True),
        ({"employment": "laid-off", "last_day": date(2027, 3, 1)}, False),
        ({"employment": "laid-off", "visa": "student"}, False),
        ({"employment": "at-risk"}, False),
        ({"employment": "leaving"}, False),
    ],
)
def test_only_those_with_a_claim_certify_on_wednesday(plan, answers, certifies):
    wednesday = next(block for block in plan(**answers).rhythm.days if block.day == "Wednesday")
    assert ("certify" in wednesday.text) is certifies
