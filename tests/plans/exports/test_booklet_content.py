"""What the booklet is given to set: words and figures, as the page has them, in the order they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from saas.plans.exports.booklet import SourceList, build_booklet, build_directions, build_statement
from saas.plans.saved_plan import SavedPlan, SavedStep

TODAY = date(2026, 11, 25)
HOUSE = "https://shop.test"


def values(plan: SavedPlan, today: date = TODAY) -> Any:
    return build_booklet(plan, today, HOUSE)


def first(plan: SavedPlan, **changed: Any) -> Any:
    """The first act of a plan as it is set, once something was done to it."""
    step = replace(next(step for step in plan.acts if step.phase == "day"), **changed)
    return values(replace(plan, steps=[step]))["phases"][0]["steps"][0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"due": TODAY}, "By November 25, 2026"),
        ({"due": TODAY - timedelta(days=1)}, "Was due November 24, 2026"),
        ({"due": TODAY - timedelta(days=1), "done_at": datetime(2026, 11, 24, tzinfo=UTC)}, "By November 24, 2026"),
        ({"due": None, "snoozed_until": TODAY + timedelta(days=3)}, "Put off to November 28, 2026"),
        ({"due": None, "minutes": 15, "is_weekly": True}, "15 minutes, every week"),
    ],
)
def test_the_line_below_a_step(plan: SavedPlan, changed: dict[str, Any], words: str) -> None:
    assert words in first(plan, **changed)["facts"].split("  ·  ")


def test_what_was_put_off_until_a_day_that_has_come_is_put_off_no_more(plan: SavedPlan) -> None:
    assert "Put off" not in first(plan, snoozed_until=TODAY)["facts"]


def test_a_note_to_know_has_no_box_and_no_length(plan: SavedPlan) -> None:
    step = first(plan, is_note=True) if plan.acts else None
    assert step is not None and (step["is_note"], step["facts"]) == (True, "")


def test_steps_are_numbered_through_the_phases_as_they_stand(plan: SavedPlan) -> None:
    moved = [replace(step, phase="month", moved_from="day") if step.position == 1 else step for step in plan.steps]
    booklet = values(replace(plan, steps=moved))
    assert [step["number"] for phase in booklet["phases"] for step in phase["steps"]] == list(range(1, len(moved) + 1))
    assert moved[0].title in [
        step["title"] for phase in booklet["phases"] if phase["title"] == "First month" for step in phase["steps"]
    ]


def test_a_phase_without_steps_is_left_out(plan: SavedPlan) -> None:
    left: list[SavedStep] = [step for step in plan.steps if step.phase != "week"]
    assert "First week" not in [phase["title"] for phase in values(replace(plan, steps=left))["phases"]]


@pytest.mark.parametrize(("days", "lead"), [(-30, "If it passes: "), (900, "It has passed. ")])
def test_a_deadline_says_whether_it_has_passed_since(plan: SavedPlan, days: int, lead: str) -> None:
    rows = values(plan, TODAY + timedelta(days=days))["deadlines"]
    [row] = [
        row_values for row_values, kept in zip(rows, plan.outline.deadlines, strict=True) if kept.key == "cobra_elect"
    ]
    assert row["lead"] == lead


def test_a_source_has_one_number_wherever_it_stands(plan: SavedPlan) -> None:
    sources, source = SourceList(HOUSE), plan.outline.deadlines[0].source
    marks: list[Any] = [sources.mark(source), sources.mark(plan.outline.deadlines[1].source), sources.mark(source)]
    assert [mark["number"] for mark in marks] == [1, 2, 1]
    assert len(sources.entries()) == 2


def test_a_source_of_our_own_is_an_address_on_paper_too(plan: SavedPlan) -> None:
    ours = replace(plan.outline.deadlines[0].source, url="/guides/cobra")
    listed: Any = SourceList(HOUSE + "/")
    assert listed.mark(ours)["url"] == "https://shop.test/guides/cobra"
    assert listed.mark(None) is None


def test_the_statement_has_a_line_for_every_figure_and_none_for_what_is_open(plan: SavedPlan) -> None:
    statement: Any = build_statement(plan.outline.money, SourceList(HOUSE))
    names = [row["name"] for row in statement["rows"]]
    assert names == [
        "Runway without unemployment pay",
        "Runway with it",
        "Offer floor",
        "A week of waiting",
        "Unemployment pay",
    ]
    assert all(row["figure"] and row["meaning"] for row in statement["rows"])
    bare = replace(plan.outline.money, runway_months=None, runway_with_ui_months=None, offer_floor_dollars=None)
    assert len(build_statement(bare, SourceList(HOUSE))["rows"]) == 2  # type: ignore[arg-type]  # a list


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ((), ""),
        (("savings",), "One answer is open, and it would"),
        (("savings", "spending"), "2 answers are open, and they would"),
    ],
)
def test_open_answers_are_counted(plan: SavedPlan, missing: tuple[str, ...], words: str) -> None:
    missing_lines = build_statement(replace(plan.outline.money, missing=missing), SourceList(HOUSE))["missing"]
    assert str(missing_lines).startswith(words)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pay_middle": None}, "no figure is published"),
        ({"pay_middle": 90000, "pay_low": None, "pay_high": None, "pay_change_pct": None}, "$90,000"),
        ({"pay_middle": 90000, "pay_low": 70000, "pay_high": None, "pay_change_pct": None}, "$90,000, a quarter under $70,000"),
        ({"pay_middle": 90000, "pay_low": None, "pay_high": None, "pay_change_pct": 2.0, "pay_benchmark": "x", "reasons": ()}, "$90,000; level with x"),
        ({"pay_middle": 90000, "pay_low": None, "pay_high": None, "pay_change_pct": -20.0, "pay_benchmark": "x", "reasons": ()}, "$90,000; 20% below x"),
    ],
)  # fmt: skip
def test_pay_of_a_way_on(plan: SavedPlan, changed: dict[str, Any], words: str) -> None:
    directions: Any = build_directions((replace(plan.outline.directions[0], **changed),), None, SourceList(HOUSE))
    assert directions[0]["lines"][0] == {"name": "Pay", "words": words}


@pytest.mark.parametrize(
    ("is_below", "words"), [(True, "below the $90,000 you need"), (False, "clears the $90,000 you need")]
)
def test_a_way_on_under_the_floor_is_said_to_be_so(plan: SavedPlan, is_below: bool, words: str) -> None:
    directions: Any = build_directions(
        (replace(plan.outline.directions[0], below_floor=is_below),), 90000, SourceList(HOUSE)
    )
    assert {"name": "Your floor", "words": words} in directions[0]["lines"]
