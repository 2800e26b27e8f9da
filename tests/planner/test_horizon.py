"""How far a plan reaches, what its phases are called, and what it says of the day on which it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saas.facts.loading import load_facts
from saas.library.seed.loading import load_seed_catalogue

TODAY = date(2026, 11, 23)
LAID_OFF = {"employment": "laid-off", "last_day": date(2026, 11, 20), "mood": "steady", "hours": 12}
SERVES = {step.slug: step.content.serves for step in load_seed_catalogue().steps}


def test_a_year_where_nothing_ends_sooner(plan) -> None:
    outline = plan(**LAID_OFF, savings=900000, spending=3000)
    assert (len(outline.phases), outline.phases[-1].ends_on, outline.closing) == (6, TODAY + timedelta(364), "")


def test_a_plan_ends_where_the_money_ends_and_says_what_is_decided_before(plan) -> None:
    outline = plan(**LAID_OFF, savings=18000, spending=4500)
    cliff = outline.money.cliff_with_ui_on or outline.money.cliff_on
    assert outline.phases[-1].ends_on == cliff and outline.phases[-1].title.startswith("Before the money ends")
    assert "By " in outline.closing and "plan ends there" in outline.closing
    assert all(phase.starts_on <= cliff for phase in outline.phases)


def test_nothing_that_earns_stands_after_the_money_has_ended(plan) -> None:
    outline = plan(**LAID_OFF, savings=6000, spending=4500)
    earning = {"first-dollars", "bridge-income", "call-lenders"}
    cliff = outline.money.cliff_with_ui_on or outline.money.cliff_on
    assert {SERVES[step.slug] for phase in outline.phases for step in phase.steps} & earning
    assert all(
        phase.starts_on <= cliff for phase in outline.phases if earning & {SERVES[step.slug] for step in phase.steps}
    )


def test_money_that_ends_within_the_month_leaves_the_month(plan) -> None:
    outline = plan(**LAID_OFF | {"savings": 500, "spending": 4500, "visa": "employer-visa"})
    assert [phase.key for phase in outline.phases] == ["day", "week", "month"]
    assert outline.phases[-1].ends_on == TODAY + timedelta(29)


def test_time_to_stay_ends_a_plan_as_well(plan) -> None:
    outline = plan(**LAID_OFF, visa="employer-visa", savings=90000, spending=3000)
    grace = next(row.date for row in outline.deadlines if row.key == "visa_grace")
    assert outline.phases[-1].ends_on == grace and "time to stay" in outline.phases[-1].title
    assert "attorney" in outline.closing


@pytest.mark.parametrize(
    ("answers", "titles"),
    [
        (LAID_OFF, ["First 24 hours", "First week", "First month"]),
        (LAID_OFF | {"last_day": TODAY - timedelta(120)}, ["Today", "This week", "The next three weeks"]),
        ({"employment": "leaving", "hours": 5}, ["Today", "This week", "The next three weeks"]),
        ({"employment": "at-risk", "hours": 5}, ["Today", "This week", "The next three weeks"]),
    ],
)
def test_phases_are_named_from_where_they_stand(plan, answers, titles) -> None:
    assert [phase.title for phase in plan(**answers).phases[:3]] == titles


def test_the_slots_of_an_ending_are_known_to_the_facts() -> None:
    assert {"first-dollars", "bridge-income", "call-lenders", "household-help"} <= load_facts().slots.keys()
