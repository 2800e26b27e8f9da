"""What the drawings say: lines, cliffs, marks and the same in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from saas.planner.outline import Money, MoneyMonth
from saas.plans.exports.drawings.destinations import draw_destinations
from saas.plans.exports.drawings.runway import draw_runway
from saas.plans.exports.drawings.timeline import draw_timeline
from saas.plans.saved_plan import SavedPlan

START = date(2026, 12, 1)
MONEY = Money(
    runway_months=3.0, runway_with_ui_months=4.0, cliff_on=date(2027, 3, 2), cliff_with_ui_on=date(2027, 4, 1),
    offer_floor_dollars=48000, week_of_waiting_dollars=700, ui_weekly_dollars=400, ui_weeks=26, ui_note="", severance_dollars=None,
    months=(MoneyMonth("Jan 2027", 6000, 7500), MoneyMonth("Feb 2027", 3000, 5000), MoneyMonth("Mar 2027", 0, 2500), MoneyMonth("Apr 2027", 0, 0)),
    because="", answers=(), sources=(), missing=(), notes=(), starts_on=START, starting_dollars=9000,
)  # fmt: skip


def test_the_runway_begins_with_the_first_day_and_ends_on_the_cliff() -> None:
    drawn = draw_runway(MONEY)
    assert drawn is not None
    assert (drawn.points[0].label, drawn.lead[0], drawn.lead[-1][1]) == ("Dec 1", (0.0, 9000), 0)
    assert drawn.cliff == drawn.lead[-1][0] == pytest.approx(121 / 30.4375 / 4, abs=0.001)
    assert drawn.second[-1][0] == pytest.approx(91 / 30.4375 / 4, abs=0.001)


def test_the_lines_only_fall_where_the_money_only_falls() -> None:
    drawn = draw_runway(MONEY)
    assert drawn is not None
    for line in (drawn.lead, drawn.second):
        assert [spot[0] for spot in line] == sorted(spot[0] for spot in line)
        assert [spot[1] for spot in line] == sorted((spot[1] for spot in line), reverse=True)


def test_the_floor_begins_on_the_line_and_says_what_it_does() -> None:
    drawn = draw_runway(MONEY)
    assert drawn is not None and drawn.level is not None
    assert 0 < drawn.level.at < drawn.lead[-1][0]
    assert 2500 < drawn.level.dollars < 9000
    assert drawn.level.words == "pay at your floor, $48,000, stops the fall"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "$9,000 on December 1, 2026 lasts to April 1, 2027 with unemployment pay and to March 2, 2027 without it. Pay of $48,000 a year, your offer floor, would stop the fall."),
        ({"cliff_on": None, "cliff_with_ui_on": None, "offer_floor_dollars": None}, "$9,000 on December 1, 2026 does not run out with unemployment pay."),
        ({"months": tuple(replace(month, with_ui=None) for month in MONEY.months)}, "$9,000 on December 1, 2026 lasts to March 2, 2027. Pay of $48,000 a year, your offer floor, would stop the fall."),
    ],
)  # fmt: skip
def test_the_runway_is_told(changed: dict[str, object], words: str) -> None:
    drawn = draw_runway(replace(MONEY, **changed))  # type: ignore[arg-type]  # fields of Money
    assert drawn is not None and drawn.text == words


@pytest.mark.parametrize(
    "changed", [{"starting_dollars": None}, {"starting_dollars": 0}, {"months": MONEY.months[:1]}, {"starts_on": None}]
)
def test_without_figures_nothing_is_drawn(changed: dict[str, object]) -> None:
    assert draw_runway(replace(MONEY, **changed)) is None  # type: ignore[arg-type]  # fields of Money


def test_a_cliff_beyond_the_months_that_are_drawn_has_no_place() -> None:
    far = replace(MONEY, cliff_with_ui_on=date(2031, 1, 1))
    drawn = draw_runway(far)
    assert drawn is not None and drawn.cliff is None and drawn.lead[-1][0] == 1


def test_phases_reach_from_the_first_day_to_the_last(plan: SavedPlan) -> None:
    drawn = draw_timeline(plan.outline, plan.outline.today)
    assert drawn is not None
    places = [span.at for span in drawn.spans]
    assert places == sorted(places) and places[-1] == 1 and places[0] > 0


def test_every_deadline_within_the_plan_is_marked(plan: SavedPlan) -> None:
    drawn, last = draw_timeline(plan.outline, plan.outline.today), plan.outline.phases[-1].ends_on
    inside = [row for row in plan.outline.deadlines if row.date and plan.outline.today <= row.date <= last]
    assert drawn is not None
    assert len(drawn.marks) == len(inside)
    assert [row.title for row in inside if row.title not in drawn.text] == []


def test_labels_of_dates_keep_room_between_them(plan: SavedPlan) -> None:
    drawn = draw_timeline(plan.outline, plan.outline.today)
    assert drawn is not None
    places = [mark.at for mark in drawn.marks if mark.words]
    assert all(later - sooner >= 0.165 for sooner, later in pairwise(places))


def test_today_is_marked_once_the_first_day_is_over(plan: SavedPlan) -> None:
    first = plan.outline.today
    on = [draw_timeline(plan.outline, first + timedelta(days=days)) for days in (0, 40, 4000)]
    assert [drawn and drawn.now is not None for drawn in on] == [False, True, False]


def test_destinations_share_one_scale(plan: SavedPlan) -> None:
    drawn = draw_destinations(plan.outline)
    assert drawn is not None
    sums = [amount for row in drawn.rows for amount in (row.low, row.pay, row.high) if amount]
    assert drawn.low < min(sums) and max(sums) < drawn.high
    assert [row.title for row in drawn.rows] == [way.title for way in plan.outline.directions]


def test_the_page_draws_the_same_numbers(ann: FlaskClient, plan: SavedPlan) -> None:
    page, drawn, arcs = (
        ann.get("/plan").text,
        draw_runway(plan.outline.money),
        draw_timeline(plan.outline, plan.outline.today),
    )
    assert drawn is not None and drawn.level is not None and arcs is not None
    assert f"<desc>{drawn.text}</desc>" in page
    assert f"M{40 + 504 * drawn.level.at:.1f} " in page
    assert len(re.findall('class="chart-canopy"', page)) == len(arcs.spans)
