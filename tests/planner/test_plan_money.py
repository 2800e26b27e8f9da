"""Runway, cliff, floor and the price of a week."""

from __future__ import annotations

from datetime import date

import pytest

from saas.planner.money import estimate_money

LAID_OFF = {"employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "current_pay": 84000}


@pytest.mark.parametrize(
    ("savings", "spending", "other", "months"),
    [(12000, 4000, 0, 3.0), (12000, 4000, 1000, 4.0), (0, 3000, 0, 0.0), (36000, 5200, 3100, 17.1)],
)
def test_runway_is_savings_over_what_income_does_not_cover(person, savings, spending, other, months):
    purse = estimate_money(person(employment="leaving", savings=savings, spending=spending, other_income=other))
    assert purse.runway_months == pytest.approx(months, abs=0.1)


def test_income_that_covers_spending_has_no_cliff_and_says_so(person):
    purse = estimate_money(person(savings=1000, spending=3000, other_income=3000))
    assert (purse.runway_months, purse.cliff_on, purse.week_of_waiting_dollars, purse.offer_floor_dollars) == (
        None,
        None,
        0,
        None,
    )
    assert any("no cliff" in note for note in purse.notes)


@pytest.mark.parametrize(("spending", "other", "floor"), [(4000, 0, 64000), (4600, 2100, 40000), (3001, 0, 48100)])
def test_the_offer_floor_covers_spending_after_a_quarter_for_taxes(person, spending, other, floor):
    assert estimate_money(person(spending=spending, other_income=other)).offer_floor_dollars == floor


def test_a_week_of_waiting_is_a_month_over_4_345_weeks(person):
    assert estimate_money(person(spending=4345)).week_of_waiting_dollars == 1000


@pytest.mark.parametrize(("pay", "weekly"), [(41600, 400), (84000, 600), (300000, 600)])
def test_unemployment_pay_is_half_a_week_at_most_the_state_maximum(person, pay, weekly):
    assert estimate_money(person(**LAID_OFF | {"current_pay": pay})).ui_weekly_dollars == weekly


def test_unemployment_pay_moves_the_cliff_out(person):
    purse = estimate_money(person(**LAID_OFF, savings=14000, spending=4600, other_income=2100))
    assert purse.cliff_on and purse.cliff_with_ui_on and purse.cliff_with_ui_on > purse.cliff_on


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"employment": "leaving"}, "leaves by choice"),
        ({"visa": "employer-visa"}, "attorney"),
        ({"state": "ZZ"}, "state is open"),
    ],
)
def test_where_no_unemployment_pay_is_counted_the_note_says_why(person, change, words):
    purse = estimate_money(person(**LAID_OFF | change, savings=9000, spending=3000))
    assert purse.ui_weekly_dollars is None and purse.runway_with_ui_months is None and words in purse.ui_note


def test_severance_is_weeks_of_their_own_pay_counted_after_a_disclosed_set_aside(person):
    ann = person(
        **LAID_OFF | {"current_pay": 52000},
        severance="signed",
        severance_weeks=10,
        savings=0,
        spending=3500,
        visa="employer-visa",
    )
    purse = estimate_money(ann)
    assert purse.severance_dollars == 10000 and purse.runway_months == pytest.approx(2.0, abs=0.1)
    assert any("30%" in note and "$7,000" in note for note in purse.notes)


def test_no_severance_is_counted_where_there_is_none(person):
    assert estimate_money(person(**LAID_OFF, severance="none", savings=1, spending=1)).severance_dollars is None


def test_money_starts_to_run_down_on_a_last_day_that_lies_ahead(person):
    purse = estimate_money(person(employment="leaving", last_day=date(2027, 2, 1), savings=3044, spending=3044))
    assert purse.cliff_on == date(2027, 3, 4)


@pytest.mark.parametrize(
    ("last_day", "starts_on"),
    [(date(2026, 11, 20), date(2026, 11, 23)), (date(2027, 2, 1), date(2027, 2, 1)), (None, date(2026, 11, 23))],
)
def test_month_zero_is_the_last_paid_day_or_today(person, last_day, starts_on):
    given = {"last_day": last_day} if last_day else {}
    purse = estimate_money(person(**LAID_OFF | {"last_day": date(2026, 11, 20)} | given, savings=9000, spending=3000))
    assert (purse.starts_on, purse.starting_dollars) == (starts_on, 9000)


def test_without_savings_there_is_no_sum_to_start_from(person):
    assert estimate_money(person(spending=3000)).starting_dollars is None


def test_what_is_missing_is_named_by_its_question(person):
    assert estimate_money(person(employment="laid-off")).missing == ("savings", "spending", "current_pay", "last_day")


def test_no_month_is_drawn_below_zero(person):
    months = estimate_money(person(**LAID_OFF, savings=5000, spending=4000)).months
    assert months and all(month.without_ui >= 0 and (month.with_ui or 0) >= 0 for month in months)


def test_continued_cover_is_said_to_be_left_out(person):
    assert any(
        "health cover" in note for note in estimate_money(person(insurance="employer", savings=1, spending=1)).notes
    )


@pytest.mark.parametrize(
    ("change", "months"),
    [({}, 6.0), ({"last_day": date(2026, 8, 1)}, 2.0), ({"last_day": date(2026, 8, 1), "severance": "unsigned"}, 6.0)],
)
def test_severance_that_was_paid_long_ago_is_not_counted_again(person, change, months):
    signed = {"severance": "signed", "severance_weeks": 10, "visa": "employer-visa", "current_pay": 104000}
    purse = estimate_money(person(**LAID_OFF | signed | change, savings=7000, spending=3500))
    assert purse.runway_months == pytest.approx(months, abs=0.1)
    assert any("counted as part of your savings" in note for note in purse.notes) is (months == 2.0)


def test_on_opt_no_unemployment_pay_is_promised(person):
    purse = estimate_money(person(**LAID_OFF, visa="student", savings=9000, spending=3000))
    assert purse.ui_weekly_dollars is None and "international office" in purse.ui_note


def test_the_district_is_named_with_its_article(person):
    assert "at most the District of Columbia’s $444" in estimate_money(person(**LAID_OFF | {"state": "DC"})).ui_note
