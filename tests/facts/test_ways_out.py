"""Destinations: enough of them, honestly ranked, with fair pay and disclosed stand-ins."""

from __future__ import annotations

import pytest

from saas.facts.destinations import Destination
from saas.facts.loading import load_facts

EVERYONE = tuple(load_facts().by_slug)
WAYS = tuple(way for slug in EVERYONE for way in load_facts().destinations(slug))


def way(origin: str, slug: str) -> Destination:
    return next(way for way in load_facts().destinations(origin) if way.slug == slug)


@pytest.mark.parametrize("origin", EVERYONE)
def test_everybody_has_at_least_four_ways_out_and_none_twice(origin: str) -> None:
    slugs = [way.slug for way in load_facts().destinations(origin)]
    assert len(slugs) >= 4
    assert len(slugs) == len(set(slugs))
    assert origin not in slugs


@pytest.mark.parametrize("control", ["actuary", "bookkeeper", "graphic-designer"])
def test_negative_controls_are_not_offered_to_clinicians(control: str) -> None:
    clinicians = [slug for slug, role in load_facts().by_slug.items() if role.family == "clinical"]
    assert [slug for slug in clinicians if control in {way.slug for way in load_facts().destinations(slug)}] == []


@pytest.mark.parametrize(
    ("origin", "slug", "fit", "percentile", "coverage"),
    [
        ("registered-nurse", "nursing-instructor", 0.752, 97.5, 0.848),
        ("registered-nurse", "clinical-informatics", 0.42, 77.3, 0.823),
        ("registered-nurse", "medical-device-sales", -0.051, 24.4, 0.877),
        ("physician-family", "medical-science-liaison", 0.417, 71.5, 0.821),
        ("pharmacist", "clinical-ops-leader", 0.501, 85.8, 0.765),
        ("account-executive", "sales-engineer", 0.647, 99.5, 0.765),
        ("software-engineer", "data-engineer", 0.795, 99.2, 0.843),
    ],
)
def test_nearness_equals_the_computed_table(
    origin: str, slug: str, fit: float, percentile: float, coverage: float
) -> None:
    found = way(origin, slug)
    assert (found.fit, found.percentile, found.coverage) == (fit, percentile, coverage)


def test_nearness_stays_in_its_range_and_is_all_there_or_not_at_all() -> None:
    for found in WAYS:
        figures = (found.fit, found.percentile, found.coverage)
        assert all(figure is None for figure in figures) or all(figure is not None for figure in figures)
        assert found.fit is None or -1 <= found.fit <= 1
        assert found.percentile is None or 0 <= found.percentile <= 100
        assert found.coverage is None or 0 <= found.coverage <= 1


def test_no_raw_cosine_hides_behind_a_percentage() -> None:
    # Half of all pairs of occupations lie above 0.957 on raw cosine, so a table of it would look like this one never does.
    fits = sorted(found.fit for found in WAYS if found.fit is not None)
    assert fits[len(fits) // 2] < 0.8
    assert fits[0] < 0


@pytest.mark.parametrize("pair", [("chief-of-staff", "operations-manager"), ("operations-manager", "chief-of-staff")])
def test_two_titles_of_one_occupation_are_the_same_work_without_a_rank(pair: tuple[str, str]) -> None:
    found = way(*pair)
    assert (found.kind, found.percentile, found.fit) == ("same work", None, None)


@pytest.mark.parametrize("origin", EVERYONE)
def test_same_work_comes_first_then_the_nearest(origin: str) -> None:
    ranks = [
        101.0 if way.kind == "same work" else 100.5 if way.percentile is None else way.percentile
        for way in load_facts().destinations(origin)
    ]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(
    ("origin", "slug", "use"),
    [
        ("registered-nurse", "utilization-review-nurse", "needs"),
        ("cardiologist", "physician-advisor", "needs"),
        ("registered-nurse", "nursing-instructor", "needs"),
        ("pharmacist", "medical-science-liaison", "values"),
        ("registered-nurse", "medical-device-sales", "indifferent"),
        ("lawyer", "compliance-officer", "values"),
        ("accountant", "compliance-officer", "indifferent"),
    ],
)
def test_a_destination_says_what_the_license_is_worth_there(origin: str, slug: str, use: str) -> None:
    assert way(origin, slug).uses_license == use


def test_a_low_rank_is_kept_and_labeled() -> None:
    assert way("registered-nurse", "medical-device-sales").note == "uses your knowledge, new day-to-day work"
    assert way("elementary-teacher", "technical-writer").note == "new day-to-day work"
    assert way("registered-nurse", "nursing-instructor").note is None


def test_months_to_land_are_a_range_and_are_marked_as_ours() -> None:
    assert {found.months_source.name for found in WAYS} == {"CareerCanopy editorial"}
    assert all(1 <= found.months_to_land[0] < found.months_to_land[1] <= 24 for found in WAYS)


def test_a_cardiologist_never_sees_the_median_of_all_consultants() -> None:
    found = way("cardiologist", "healthcare-consultant")
    assert found.pay.p50 is None and found.pay.mean == 129_420
    assert "your own pay" in found.pay_source_note


@pytest.mark.parametrize(
    ("origin", "slug", "average"),
    [
        ("nurse-practitioner", "utilization-review-nurse", 129_060),
        ("registered-nurse", "utilization-review-nurse", 90_950),
        ("registered-nurse", "healthcare-consultant", 97_140),
        ("pharmacist", "medical-science-liaison", 134_770),
        ("physician-family", "medical-science-liaison", 118_990),
    ],
)
def test_pay_is_that_of_your_own_profession_in_that_industry_where_it_is_known(
    origin: str, slug: str, average: int
) -> None:
    assert way(origin, slug).pay.mean == average


def test_every_way_out_has_a_pay_note_and_a_source() -> None:
    assert [
        found
        for found in WAYS
        if not found.pay_source_note.endswith(".") or not found.pay.source.url.startswith("https://")
    ] == []


def test_thirty_jobs_are_only_a_hint() -> None:
    hints = {
        (pay.occupation, pay.employment): pay.is_indicative
        for pay in way("physician-family", "medical-science-liaison").industry_pay
    }
    assert hints["Physicians, All Other", 30] is True
    assert hints["Physicians, All Other", 1230] is False


def test_nobody_is_shown_the_pay_of_another_license() -> None:
    seen = {pay.occupation for pay in way("pharmacist", "healthcare-consultant").industry_pay}
    assert "Pharmacists" in seen
    assert "Registered Nurses" not in seen


def test_a_stand_in_at_either_end_is_disclosed() -> None:
    assert "general internal medicine physicians stand in" in (way("cardiologist", "physician-advisor").proxy or "")
    assert "technical sales representatives stand in" in (way("elementary-teacher", "account-executive").proxy or "")
    assert way("registered-nurse", "nursing-instructor").proxy is None
