"""The report: what changes, which answer is behind it, and that one answer changes only what depends on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.changes.carry_over import Touch
from saas.planner.changes.report import Report, Side, report
from saas.planner.inputs import Ground
from saas.plans.samples.people import SAMPLES

TODAY = date(2026, 11, 23)
Changed = Callable[..., Report]


@pytest.fixture
def changed() -> Changed:
    """changed("analyst", savings=1, insurance=None, days=3): None takes an answer away."""

    def made(name: str, days: int = 0, touch: Callable[[Any], list[Touch]] = lambda _: [], **answers: Any) -> Report:
        ground = Ground(load_seed_catalogue(), load_facts(), seed_questionnaire())
        old = SAMPLES[name].answers(TODAY)
        new = {key: value for key, value in {**old, **answers}.items() if value is not None}
        before = ground.composition(old, TODAY).outline
        after = ground.composition(new, TODAY + timedelta(days=days)).outline
        return report(ground, Side(old, before), Side(new, after), touch(before))

    return made


def lines(found: Report, part: str, act: str) -> list[str]:
    return [change.line.title for change in found.changes if (change.line.part, change.line.act) == (part, act)]


def test_an_answer_nothing_rests_on_changes_no_line(changed: Changed) -> None:
    found = changed("analyst", own_words="The kitchen is cold")
    assert (found.changes, found.staying) == ((), 45)
    assert [one.key for one in found.answers] == ["own_words"]


def test_what_somebody_wrote_is_named_and_not_quoted(changed: Changed) -> None:
    [one] = changed("analyst", own_words="The kitchen is cold").answers
    assert "kitchen" not in one.sentence


def test_savings_change_the_money_and_keep_the_steps(changed: Changed) -> None:
    found = changed("analyst", savings=23000)
    assert {change.line.part for change in found.changes} == {"money", "step"}
    assert lines(found, "step", "added") + lines(found, "step", "removed") + lines(found, "step", "moved") == []
    assert "Runway without unemployment pay" in lines(found, "money", "changed")


@pytest.mark.parametrize("key", ["savings", "hours", "insurance", "severance", "mood", "visa", "direction"])
def test_every_line_names_the_one_answer_that_changed(changed: Changed, key: str) -> None:
    new = {"savings": 4000, "hours": 4, "insurance": "own", "severance": "none", "mood": "not-ok", "visa": "employer-visa",
           "direction": "same"}  # fmt: skip
    found = changed("analyst", **{key: new[key]})
    question = seed_questionnaire().by_key[key].text
    assert found.changes and found.otherwise == []
    assert {change.behind for change in found.changes} == {(found.answers[0].sentence,)}
    assert question in found.answers[0].sentence


def test_two_answers_are_told_apart(changed: Changed) -> None:
    found = changed("analyst", savings=9000, insurance="own")
    money = next(one for one in found.changes if one.line.title == "The money ends")
    gone = next(one for one in found.changes if one.line.title == "Choosing COBRA")
    assert "savings" in money.behind[0] and len(money.behind) == 1
    assert "health cover" in gone.behind[0] and len(gone.behind) == 1


def test_a_step_that_goes_says_what_no_longer_holds(changed: Changed) -> None:
    found = changed("analyst", insurance="own")
    gone = next(one for one in found.changes if one.line.title == "Write down the two COBRA dates")
    assert (
        gone.own == "It was there because your health cover comes from your employer. Now you have cover of your own."
    )


def test_a_step_that_comes_says_what_put_it_there(changed: Changed) -> None:
    found = changed("engineer", visa="no")
    new = next(one for one in found.changes if one.line.title.startswith("File your unemployment claim"))
    assert new.line.act == "added" and new.own.startswith("Because ") and "California" in new.own


def test_a_step_with_no_room_left_says_so(changed: Changed) -> None:
    found = changed("analyst", hours=4)
    gone = [one for one in found.changes if (one.line.part, one.line.act) == ("step", "removed")]
    assert gone and all(one.own.startswith("It still fits you.") for one in gone)


def test_days_alone_are_told_as_days(changed: Changed) -> None:
    found = changed("analyst", days=9)
    assert found.changes and found.answered == []
    assert {change.behind for change in found.changes} == {("9 days have passed since this plan was made.",)}


def test_days_and_an_answer_are_told_apart(changed: Changed) -> None:
    alone, both = changed("analyst", days=9), changed("analyst", days=9, savings=23000)
    assert {one.line.part for one in both.answered} == {"money", "step"}
    assert {one.line.aspect for one in both.otherwise} <= {one.line.aspect for one in alone.otherwise}


def test_an_answer_whose_question_went_away_is_told_so(changed: Changed) -> None:
    found = changed("analyst", severance="none")
    assert {one.key: one.after for one in found.answers}["severance_weeks"] == "not asked"


def test_a_step_they_dropped_or_moved_is_no_line(changed: Changed) -> None:
    def touch(before: Any) -> list[Touch]:
        return [Touch(before.steps[3], is_dropped=True)]

    found = changed("analyst", touch=touch, own_words="x")
    assert lines(found, "step", "removed") != [] and lines(found, "step", "added") == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_has_a_reason(changed: Changed, name: str) -> None:
    found = changed(name, days=30, hours=8, savings=2000, direction="unsure", mood="shaky")
    assert found.changes and all(change.behind and all(change.behind) for change in found.changes)
