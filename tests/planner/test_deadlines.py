"""Which deadlines apply, and on what day."""

from __future__ import annotations

from datetime import date

import pytest

from saas.planner.deadlines.rows import compute_deadlines

LAST_DAY = date(2026, 11, 20)
GONE = {"employment": "laid-off", "last_day": LAST_DAY, "state": "OH"}
OFFER = {"severance": "unsigned", "severance_received": date(2026, 11, 20)}
COVER = {"insurance": "employer", "insurance_end": date(2026, 11, 30)}


def dated(person):
    return {row.key: row.date for row in compute_deadlines(person)}


@pytest.mark.parametrize(
    ("answers", "key", "day"),
    [
        (GONE, "unemployment_claim", date(2026, 11, 21)),
        (GONE | OFFER | {"age": "40-54"}, "severance_review", date(2026, 12, 11)),
        (GONE | OFFER | {"age": "40-54", "group_program": "yes"}, "severance_review", date(2027, 1, 4)),
        (GONE | OFFER | {"age": "40-54"}, "severance_revoke", None),
        (
            GONE | {"severance": "unsigned", "severance_sign_by": date(2026, 12, 1)},
            "severance_sign_by",
            date(2026, 12, 1),
        ),
        (GONE | {"severance": "unsigned"}, "severance_sign_by", None),
        (GONE | COVER, "cobra_elect", date(2027, 1, 29)),
        (GONE | COVER, "cobra_first_payment", date(2027, 3, 15)),
        (GONE | COVER, "cobra_duration", date(2028, 5, 31)),
        (GONE | {"insurance": "employer", "insurance_end": date(2026, 6, 30)}, "cobra_duration", date(2027, 12, 31)),
        (GONE | {"insurance": "employer", "insurance_end": date(2026, 11, 14)}, "cobra_duration", date(2028, 5, 14)),
        (GONE | COVER, "marketplace_sep", date(2027, 1, 29)),
        (GONE | COVER | {"household": 2}, "spouse_plan_enrollment", date(2026, 12, 30)),
        (GONE | {"insurance": "employer"}, "cobra_elect", date(2027, 1, 29)),
        (GONE | {"visa": "employer-visa"}, "visa_grace", date(2027, 1, 19)),
        (GONE | {"visa": "student"}, "visa_opt_days", date(2027, 2, 18)),
        (GONE | {"equity": "yes"}, "option_exercise", date(2027, 2, 20)),
        ({"employment": "at-risk"}, "unemployment_claim", None),
        (
            {"role": "registered-nurse", "license": "active", "license_renewal": date(2027, 3, 1)},
            "license_renewal",
            date(2027, 3, 1),
        ),
        ({"role": "registered-nurse", "license": "active"}, "license_renewal", None),
    ],
)
def test_a_deadline_is_counted_from_its_cause(person, answers, key, day):
    assert dated(person(**answers))[key] == day


@pytest.mark.parametrize(
    ("answers", "absent"),
    [
        ({"employment": "leaving", "last_day": LAST_DAY}, "unemployment_claim"),
        (GONE | {"insurance": "partner"}, "cobra_elect"),
        (GONE | {"insurance": "none"}, "marketplace_sep"),
        (GONE | COVER | {"household": 1}, "spouse_plan_enrollment"),
        (GONE | {"visa": "no"}, "visa_grace"),
        (GONE, "visa_grace"),
        (GONE | OFFER | {"age": "under-40"}, "severance_review"),
        (GONE | OFFER, "severance_review"),
        (GONE | {"severance": "signed", "age": "40-54"}, "severance_review"),
        (GONE | {"severance": "none"}, "severance_sign_by"),
        (GONE | {"equity": "no"}, "option_exercise"),
        (GONE | {"license": "active"}, "license_renewal"),
        ({"role": "registered-nurse", "license": "lapsed"}, "license_renewal"),
    ],
)
def test_a_deadline_that_does_not_apply_is_absent(person, answers, absent):
    assert absent not in dated(person(**answers))


def test_an_assumed_end_of_cover_is_said_to_be_assumed(person):
    row = next(row for row in compute_deadlines(person(**GONE, insurance="employer")) if row.key == "cobra_elect")
    assert "assumed" in row.rule and "November 30, 2026" in row.formula


def test_a_day_that_has_passed_says_what_can_still_be_done(person):
    row = next(row for row in compute_deadlines(person(**GONE)) if row.key == "unemployment_claim")
    assert row.is_past and row.days_left == -2 and "file today" in row.if_missed


def test_on_a_work_visa_nobody_is_told_to_file_at_once(person):
    row = next(
        row for row in compute_deadlines(person(**GONE, visa="employer-visa")) if row.key == "unemployment_claim"
    )
    assert "file today" not in row.if_missed and "attorney before you file" in row.if_missed


def test_on_a_hard_day_the_claim_may_wait_until_tomorrow(person):
    row = next(row for row in compute_deadlines(person(**GONE, mood="not-ok")) if row.key == "unemployment_claim")
    assert "file tomorrow" in row.if_missed


def test_while_cover_is_open_its_window_is_named_as_a_condition(person):
    row = next(row for row in compute_deadlines(person(**GONE)) if row.key == "marketplace_sep")
    assert "if your cover comes from the job" in row.title and row.answers == ("last_day",)


def test_a_source_is_named_once(person):
    rows = compute_deadlines(person(**GONE, **OFFER, **COVER, age="40-54", visa="employer-visa", equity="yes"))
    assert rows and not [row.key for row in rows if row.source.edition in row.source.name]


def test_the_claim_links_to_the_agency_of_the_state(person):
    row = next(row for row in compute_deadlines(person(**GONE)) if row.key == "unemployment_claim")
    assert "Ohio" in row.source.name and row.source.url.startswith("https://")


def test_rows_come_in_the_order_of_their_days_and_undated_ones_last(person):
    days = [row.date for row in compute_deadlines(person(**GONE, **OFFER, **COVER, age="40-54"))]
    known = [day for day in days if day]
    assert known == sorted(known) and None not in days[: len(known)] and days[-1] is None


def test_dates_a_year_past_are_left_out(person):
    assert "unemployment_claim" not in dated(person(**GONE | {"last_day": date(2025, 6, 1)}))


@pytest.mark.parametrize(
    ("more", "keys"),
    [
        ({"household": 2}, {"insurance_end", "household"}),
        ({"told": ("partner",)}, {"insurance_end", "told"}),
        ({"household": 1, "told": ("partner",)}, None),
    ],
)
def test_a_plan_of_a_partner_is_named_only_where_there_may_be_one_and_for_that_reason(person, more, keys):
    rows = [row for row in compute_deadlines(person(**GONE, **COVER, **more)) if row.key == "spouse_plan_enrollment"]
    assert [set(row.answers) for row in rows] == ([keys] if keys else [])


@pytest.mark.parametrize("visa", ["employer-visa", "student"])
def test_whoever_works_on_a_status_asks_before_filing(person, visa):
    row = next(row for row in compute_deadlines(person(**GONE, visa=visa)) if row.key == "unemployment_claim")
    assert "before you file" in row.rule and "file today" not in row.if_missed


@pytest.mark.parametrize(("told_on", "is_there"), [(date(2026, 11, 2), True), (date(2026, 8, 2), False)])
def test_seven_days_from_a_signature_are_over_after_two_months(person, told_on, is_there):
    rows = dated(person(**GONE, severance="signed", age="40-54", told_on=told_on))
    assert ("severance_revoke" in rows) is is_there
