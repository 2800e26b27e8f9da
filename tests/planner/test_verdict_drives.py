"""The verdict decides what a plan is about: people who get opposite ones do other things about work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saas.planner.outline import Outline

MOST_SHARED = 0.6
LEAVING: dict[str, Any] = {
    "employment": "leaving", "last_day": date(2027, 6, 30), "state": "OH", "mood": "steady", "license": "active",
    "keep_license": "yes", "direction": "unsure", "level": "experienced", "years": 9, "savings": 90000, "spending": 6000,
    "insurance": "employer", "hours": 8, "network": 12, "current_pay": 150000,
}  # fmt: skip
SETTING = {"leaving_what": "setting", "direction": "unsure"}
CARE = {"leaving_what": "care", "direction": "pivot", "training_use": "must"}
CLINICIANS = (
    "physician-emergency",
    "hospitalist",
    "psychiatrist",
    "registered-nurse",
    "pharmacist",
    "physical-therapist",
)


def search_slugs(outline: Outline) -> set[str]:
    """What they do about work, beside the money and the dates, which are the same for both."""
    return {step.slug for step in outline.steps if step.kind in ("search", "people")}


@pytest.mark.parametrize("role", CLINICIANS)
def test_opposite_verdicts_share_at_most_three_fifths_of_what_is_done_about_work(plan, role: str) -> None:
    stays, goes = (plan(role=role, **LEAVING | change) for change in (SETTING, CARE))
    assert stays.decision.verdict == "change setting" and goes.decision.verdict != "change setting"
    share = len(search_slugs(stays) & search_slugs(goes)) / min(len(search_slugs(stays)), len(search_slugs(goes)))
    assert share <= MOST_SHARED


@pytest.mark.parametrize("role", CLINICIANS)
def test_a_plan_that_changes_the_setting_is_about_settings(plan, role: str) -> None:
    outline = plan(role=role, **LEAVING | SETTING)
    first_month = {step.slug for phase in outline.phases[:3] for step in phase.steps}
    assert [slug for slug in first_month if slug.startswith("set-")]
    about_leaving = ("left practice", "left the bedside", "leaving patient care", "left dispensing", "left the clinic")
    assert [step.title for step in outline.steps if any(words in step.title for words in about_leaving)] == []
