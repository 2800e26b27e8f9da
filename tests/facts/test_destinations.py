"""Destinations: enough of them, honestly ranked, with fair pay and disclosed stand-ins."""

from __future__ import annotations

import pytest

from saas.facts.destinations import Destination
from saas.facts.loading import load_facts

BY_ORIGIN = {slug: load_facts().destinations(slug) for slug in load_facts().by_slug}
DESTINATIONS = tuple(destination for destinations in BY_ORIGIN.values() for destination in destinations)


def get_destination(origin: str, slug: str) -> Destination:
    return next(destination for destination in BY_ORIGIN[origin] if destination.slug == slug)


def test_every_role_has_at_least_four_destinations_none_twice_and_never_itself() -> None:
    slugs_by_origin = {origin: [goal.slug for goal in goals] for origin, goals in BY_ORIGIN.items()}
    assert [origin for origin, slugs in slugs_by_origin.items() if len(slugs) < 4] == []
    assert [origin for origin, slugs in slugs_by_origin.items() if len(slugs) != len(set(slugs))] == []
    assert [origin for origin, slugs in slugs_by_origin.items() if origin in slugs] == []


@pytest.mark.parametrize("control", ["actuary", "bookkeeper", "graphic-designer"])
def test_negative_controls_are_not_offered_to_clinicians(control: str) -> None:
    clinicians = [slug for slug, role in load_facts().by_slug.items() if role.family == "clinical"]
    assert [slug for slug in clinicians if control in {destination.slug for destination in BY_ORIGIN[slug]}] == []


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
    destination = get_destination(origin, slug)
    assert (destination.fit, destination.percentile, destination.coverage) == (fit, percentile, coverage)


def test_nearness_stays_in_its_range_and_is_all_there_or_not_at_all() -> None:
    for destination in DESTINATIONS:
        figures = (destination.fit, destination.percentile, destination.coverage)
        assert all(figure is None for figure in figures) or all(figure is not None for figure in figures)
        assert destination.fit is None or -1 <= destination.fit <= 1
        assert destination.percentile is None or 0 <= destination.percentile <= 100
        assert destination.coverage is None or 0 <= destination.coverage <= 1


def test_no_raw_cosine_hides_behind_a_percentage() -> None:
    # Half of all pairs of occupations lie above 0.957 on raw cosine, so a table of it would look like this one never does.
    fits = sorted(destination.fit for destination in DESTINATIONS if destination.fit is not None)
    assert fits[len(fits) // 2] < 0.8
    assert fits[0] < 0


@pytest.mark.parametrize("pair", [("chief-of-staff", "operations-manager"), ("operations-manager", "chief-of-staff")])
def test_two_titles_of_one_occupation_are_the_same_work_without_a_rank(pair: tuple[str, str]) -> None:
    destination = get_destination(*pair)
    assert (destination.kind, destination.percentile, destination.fit) == ("same work", None, None)


def rank(destination: Destination) -> float:
    if destination.kind == "same work":
        return 101.0
    return 100.5 if destination.percentile is None else destination.percentile


def test_same_work_comes_first_then_the_nearest() -> None:
    ranks_by_origin = {origin: list(map(rank, destinations)) for origin, destinations in BY_ORIGIN.items()}
    assert [origin for origin, ranks in ranks_by_origin.items() if ranks != sorted(ranks, reverse=True)] == []


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
    assert get_destination(origin, slug).uses_license == use


def test_a_low_rank_is_kept_and_labeled() -> None:
    assert (
        get_destination("registered-nurse", "medical-device-sales").note == "uses your knowledge, new day-to-day work"
    )
    assert get_destination("elementary-teacher", "technical-writer").note == "new day-to-day work"
    assert get_destination("registered-nurse", "nursing-instructor").note is None


def test_months_to_land_are_a_range_and_are_marked_as_ours() -> None:
    assert {destination.months_source.name for destination in DESTINATIONS} == {"CareerCanopy editorial"}
    assert all(1 <= destination.months_to_land[0] < destination.months_to_land[1] <= 24 for destination in DESTINATIONS)


def test_a_cardiologist_never_sees_the_median_of_all_consultants() -> None:
    destination = get_destination("cardiologist", "healthcare-consultant")
    assert destination.pay.p50 is None and destination.pay.mean == 129_420
    assert "your own pay" in destination.pay_source_note


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
    assert get_destination(origin, slug).pay.mean == average


def test_every_destination_has_a_pay_note_and_a_source() -> None:
    assert [
        destination
        for destination in DESTINATIONS
        if not destination.pay_source_note.endswith(".") or not destination.pay.source.url.startswith("https://")
    ] == []


def test_thirty_jobs_are_only_a_hint() -> None:
    hints = {
        (pay.occupation, pay.employment): pay.is_indicative
        for pay in get_destination("physician-family", "medical-science-liaison").industry_pay
    }
    assert hints["Physicians, All Other", 30] is True
    assert hints["Physicians, All Other", 1230] is False


def test_nobody_is_shown_the_pay_of_another_license() -> None:
    occupations = {pay.occupation for pay in get_destination("pharmacist", "healthcare-consultant").industry_pay}
    assert "Pharmacists" in occupations
    assert "Registered Nurses" not in occupations


def test_a_stand_in_at_either_end_is_disclosed() -> None:
    assert "general internal medicine physicians stand in" in (
        get_destination("cardiologist", "physician-advisor").proxy or ""
    )
    assert "technical sales representatives stand in" in (
        get_destination("elementary-teacher", "account-executive").proxy or ""
    )
    assert get_destination("registered-nurse", "nursing-instructor").proxy is None
