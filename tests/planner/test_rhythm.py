"""A week in numbers: full enough to matter, with air in it, people first, and other numbers when results are others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saas.planner.outline import Outline
from tests.planner.personas.files import NAMES, persona, plan_of

FIRST_MONTH = ("day", "week", "month")
WEEKS = 30 / 7
STEADY = [name for name in NAMES if not plan_of(name).gentle]


def load_share(outline: Outline) -> float:
    """What steps and rhythm take of the hours they named, in the first month."""
    return sum(block.minutes for block in outline.rhythm.days) / (outline.rhythm.hours * 60)


def people_share(outline: Outline) -> float:
    """What people take of these hours: messages, conversations, and steps with somebody."""
    acts = sum(act.minutes for act in outline.rhythm.acts if act.key in ("messages", "conversations"))
    steps = sum(
        step.minutes
        for phase in outline.phases
        if phase.key in FIRST_MONTH
        for step in phase.steps
        if step.kind == "people" and not step.is_weekly
    )
    return (acts + steps / WEEKS) / (outline.rhythm.hours * 60)


@pytest.mark.parametrize("name", STEADY)
def test_steps_and_rhythm_fill_a_week_and_leave_air(name: str) -> None:
    low, high = (0.6, 0.9) if persona(name).answers["employment"] == "laid-off" else (0.3, 0.6)
    assert low <= load_share(plan_of(name)) <= high


@pytest.mark.parametrize("name", [name for name in STEADY if persona(name).answers["employment"] == "laid-off"])
def test_people_have_a_fifth_of_the_hours_of_somebody_without_work(name: str) -> None:
    assert people_share(plan_of(name)) >= 0.2


def test_the_loads_are_printed(record_property: Callable[[str, object], None]) -> None:
    rows = [
        f"{name:40.40} {plan_of(name).rhythm.hours:3} h  load {load_share(plan_of(name)):4.0%}"
        f"  people {people_share(plan_of(name)):4.0%}  "
        + ", ".join(f"{act.count:g} {act.key}" for act in plan_of(name).rhythm.acts)
        for name in NAMES
    ]
    record_property("shown", "\n".join(["load and people of a week in the first month", *rows]))
    assert len(rows) >= 24


@pytest.mark.parametrize("name", [name for name in NAMES if plan_of(name).gentle])
def test_a_hard_time_takes_at_most_half_of_the_hours(name: str) -> None:
    assert load_share(plan_of(name)) <= 0.5


def counts(outline: Outline) -> dict[str, float]:
    return {act.key: act.count for act in outline.rhythm.acts}


LAID_OFF = {"employment": "laid-off", "mood": "steady", "direction": "same", "hours": 20, "network": 10}


def test_a_silent_search_sends_fewer_applications_and_meets_more_people(plan) -> None:
    new, silent = (counts(plan(**LAID_OFF | {"hours": 14}, applications=number, interviews=0)) for number in (0, 60))
    assert silent["applications"] < new["applications"] and silent["conversations"] > new["conversations"]


def test_fewer_who_know_their_work_means_more_messages_to_a_conversation(plan) -> None:
    few, many = (counts(plan(**LAID_OFF | {"network": number})) for number in (2, 40))
    assert few["messages"] / few["conversations"] > many["messages"] / many["conversations"]


def test_nobody_applies_while_a_direction_is_being_tested_beside_a_job(plan) -> None:
    assert "applications" not in counts(plan(employment="leaving", direction="unsure", hours=10))


@pytest.mark.parametrize("employment", ["at-risk", "leaving"])
def test_beside_a_job_two_applications_a_week_are_enough(plan, employment: str) -> None:
    assert counts(plan(**LAID_OFF | {"employment": employment, "hours": 40})).get("applications", 0) <= 2
