"""Every new question promises a change: two people who differ in its answer alone, and what of their plans differs for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from saas.intake.questions.queries import seed_questionnaire
from saas.planner.outline import Outline

LAID_OFF: dict[str, Any] = {
    "employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "current_pay": 62400, "savings": 24000,
    "spending": 4000, "insurance": "employer", "direction": "same", "mood": "steady", "hours": 12,
}  # fmt: skip
OFFER: dict[str, Any] = {"severance": "unsigned", "severance_weeks": 10, "severance_received": date(2026, 11, 20)}
SILENT: dict[str, Any] = {"applications": 60, "interviews": 0}

Shown = Callable[[Outline], object]


def deadlines(outline: Outline) -> dict[str, date | None]:
    return {row.key: row.date for row in outline.deadlines}


def slugs(outline: Outline) -> set[str]:
    return {step.slug for step in outline.steps}


PROMISES: list[tuple[str, Any, Any, dict[str, Any], Shown]] = [
    ("ending", "laid-off", "for-cause", {}, lambda outline: outline.money.ui_weekly_dollars),
    ("ending", "laid-off", "resigned", {}, lambda outline: outline.money.ui_weekly_dollars),
    ("claim", "filed", "not-yet", {}, lambda outline: "claim-unemployment" in slugs(outline)),
    ("claim", "not-yet", "not-eligible", {}, lambda outline: outline.money.ui_weekly_dollars),
    ("claim_weeks_left", 20, 3, {"claim": "filed"}, lambda outline: outline.money.ui_weeks),
    (
        "claim_filed_on", date(2026, 11, 20), date(2026, 11, 23), {"claim": "filed", "spending": 8000},
        lambda outline: outline.money.cliff_with_ui_on,
    ),
    ("severance_paid_as", "sum", "salary", OFFER | {"spending": 8000}, lambda outline: outline.money.cliff_with_ui_on),
    ("employer_size", "under-20", "20-99", {}, lambda outline: "cobra_elect" in deadlines(outline)),
    ("employer_size", "under-20", "20-99", {}, lambda outline: "state_continuation" in deadlines(outline)),
    (
        "employer_size", "under-20", "100-plus", OFFER | {"age": "40-54"},
        lambda outline: "severance_review" in deadlines(outline),
    ),
    (
        "employer_size", "20-99", "100-plus", {"group_program": "yes", "told_on": date(2026, 11, 10)},
        lambda outline: any("WARN" in note for note in outline.notes),
    ),
    ("age", "under-40", "40-54", OFFER, lambda outline: "severance_review" in deadlines(outline)),
    ("age", "40-54", "55-64", {}, lambda outline: any("55" in note for note in outline.notes)),
    ("age", "55-64", "65-plus", {}, lambda outline: any("Medicare" in note for note in outline.notes)),
    ("option_window_days", 30, 90, {"equity": "yes"}, lambda outline: deadlines(outline)["option_exercise"]),
    ("lowest_pay", 50000, 90000, {}, lambda outline: outline.money.offer_floor_dollars),
    ("silent_months", 1, 6, SILENT, lambda outline: outline.reading[0].text),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "first", "second", "others", "shown"), PROMISES, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in PROMISES]
)
def test_an_answer_changes_what_its_question_says_it_changes(
    plan, key: str, first: Any, second: Any, others: dict[str, Any], shown: Shown
) -> None:
    before, after = (plan(**LAID_OFF | others | {key: value}) for value in (first, second))
    assert shown(before) != shown(after)


@pytest.mark.parametrize("key", ["lowest_pay", "employer_size", "age"])
def test_an_answer_about_money_or_law_chooses_no_other_person(plan, key: str) -> None:
    values = {"lowest_pay": (50000, 60000), "employer_size": ("20-99", "100-plus"), "age": ("under-40", "40-54")}[key]
    before, after = (plan(**LAID_OFF | {key: value}) for value in values)
    assert before.translation == after.translation and before.title == after.title


def test_every_question_asked_since_then_has_its_promise_here() -> None:
    since = {"ending", "claim", "claim_filed_on", "claim_weeks_left", "severance_paid_as", "employer_size", "age",
             "option_window_days", "lowest_pay", "silent_months"}  # fmt: skip
    assert since == {row[0] for row in PROMISES} and since <= seed_questionnaire().by_key.keys()
