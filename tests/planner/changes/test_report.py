"""The report: what changes, which answer is behind it, and that one answer changes only what depends on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.changes.carry_over import StepEdit
from saas.planner.changes.report import PlanVersion, Report, report_changes
from saas.planner.compose import compose_with_candidates
from saas.planner.inputs import PlanInputs
from saas.plans.samples.people import SAMPLES

TODAY = date(2026, 11, 23)
Changed = Callable[..., Report]


@pytest.fixture
def changed() -> Changed:
    """changed("analyst", savings=1, insurance=None, days=3): None takes an answer away."""

    def made(name: str, days: int = 0, touch: Callable[[Any], list[StepEdit]] = lambda _: [], **answers: Any) -> Report:
        inputs = PlanInputs(load_seed_catalogue(), load_facts(), seed_questionnaire())
        old = SAMPLES[name].answers(TODAY)
        new = {key: value for key, value in {**old, **answers}.items() if value is not None}
        before = compose_with_candidates(old, inputs, TODAY).outline
        after = compose_with_candidates(new, inputs, TODAY + timedelta(days=days)).outline
        return report_changes(inputs, PlanVersion(old, before), PlanVersion(new, after), touch(before))

    return made


def lines(report: Report, part: str, act: str) -> list[str]:
    return [change.line.title for change in report.changes if (change.line.part, change.line.act) == (part, act)]


def test_an_answer_nothing_rests_on_changes_no_line(changed: Changed) -> None:
    report = changed("analyst", own_words="The kitchen is cold")
    assert (report.changes, report.unchanged_steps) == ((), 48)
    assert [answer.key for answer in report.answers] == ["own_words"]


def test_what_somebody_wrote_is_named_and_not_quoted(changed: Changed) -> None:
    [change] = changed("analyst", own_words="The kitchen is cold").answers
    assert "kitchen" not in change.sentence


def test_savings_change_the_money_and_keep_the_steps(changed: Changed) -> None:
    report = changed("analyst", savings=21000)
    assert {change.line.part for change in report.changes} == {"money", "step"}
    assert lines(report, "step", "added") + lines(report, "step", "removed") + lines(report, "step", "moved") == []
    assert "Runway without unemployment pay" in lines(report, "money", "changed")


@pytest.mark.parametrize("key", ["savings", "hours", "insurance", "severance", "mood", "visa", "direction"])
def test_every_line_names_the_one_answer_that_changed(changed: Changed, key: str) -> None:
    new = {"savings": 4000, "hours": 4, "insurance": "own", "severance": "none", "mood": "not-ok", "visa": "employer-visa",
           "direction": "same"}  # fmt: skip
    report = changed("analyst", **{key: new[key]})
    question = seed_questionnaire().by_key[key].text
    assert report.changes and report.from_elsewhere == []
    assert {change.causes for change in report.changes} == {(report.answers[0].sentence,)}
    assert question in report.answers[0].sentence


def test_two_answers_are_told_apart(changed: Changed) -> None:
    report = changed("analyst", savings=9000, insurance="own")
    money = next(change for change in report.changes if change.line.title == "The money ends")
    removed = next(change for change in report.changes if change.line.title == "Choosing COBRA")
    assert "savings" in money.causes[0] and len(money.causes) == 1
    assert "health cover" in removed.causes[0] and len(removed.causes) == 1


def test_a_step_that_goes_says_what_no_longer_holds(changed: Changed) -> None:
    report = changed("analyst", insurance="own")
    removed = next(change for change in report.changes if change.line.title == "Write down the two COBRA dates")
    assert (
        removed.explanation
        == "It was there because your health cover comes from your employer. Now you have cover of your own."
    )


def test_a_step_that_comes_says_what_put_it_there(changed: Changed) -> None:
    report = changed("engineer", visa="no")
    new = next(change for change in report.changes if change.line.title.startswith("File your unemployment claim"))
    assert new.line.act == "added" and new.explanation.startswith("Because ") and "California" in new.explanation


def test_a_step_with_no_room_left_says_so(changed: Changed) -> None:
    report = changed("analyst", hours=4)
    removed = [change for change in report.changes if (change.line.part, change.line.act) == ("step", "removed")]
    assert removed and all(change.explanation.startswith("It still fits you.") for change in removed)


def test_days_alone_are_told_as_days(changed: Changed) -> None:
    report = changed("analyst", days=9)
    assert report.changes and report.from_answers == []
    assert {change.causes for change in report.changes} == {("9 days have passed since this plan was made.",)}


def test_days_and_an_answer_are_told_apart(changed: Changed) -> None:
    alone, both = changed("analyst", days=9), changed("analyst", days=9, savings=23000)
    assert {change.line.part for change in both.from_answers} == {"money", "step"}
    assert {change.line.aspect for change in both.from_elsewhere} <= {
        change.line.aspect for change in alone.from_elsewhere
    }


def test_an_answer_whose_question_went_away_is_told_so(changed: Changed) -> None:
    report = changed("analyst", severance="none")
    assert {answer.key: answer.after for answer in report.answers}["severance_weeks"] == "not asked"


def test_a_step_they_dropped_or_moved_is_no_line(changed: Changed) -> None:
    def touch(before: Any) -> list[StepEdit]:
        return [StepEdit(before.steps[3], is_dropped=True)]

    report = changed("analyst", touch=touch, own_words="x")
    assert lines(report, "step", "removed") != [] and lines(report, "step", "added") == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_has_a_reason(changed: Changed, name: str) -> None:
    report = changed(name, days=30, hours=8, savings=2000, direction="unsure", mood="shaky")
    assert report.changes and all(change.causes and all(change.causes) for change in report.changes)
