"""Pay against the published tables, and left empty where it would mislead."""

from __future__ import annotations

from datetime import date

import pytest

from saas.facts.loading import load_facts
from saas.facts.occupations import Role
from saas.facts.wages import Pay

ROLES = tuple(load_facts().by_slug.values())


def get_role(slug: str) -> Role:
    role = load_facts().role(slug)
    assert role is not None
    return role


def known_percentiles(pay: Pay) -> list[int]:
    return [figure for figure in (pay.p10, pay.p25, pay.p50, pay.p75, pay.p90) if figure is not None]


@pytest.mark.parametrize(
    ("slug", "p25", "p50", "p75"),
    [
        ("registered-nurse", 80330, 97550, 112350),
        ("physician-family", 162420, 244180, 334270),
        ("cardiologist", 274280, 496010, 610060),
        ("orthopedic-surgeon", 180610, 358550, 530700),
        ("accountant", None, 83680, None),
        ("account-executive", 47670, 69990, 100480),
        ("software-engineer", None, 135980, None),
        ("healthcare-administrator", 94700, 123860, 166100),
    ],
)
def test_pay_equals_the_national_table(slug: str, p25: int | None, p50: int, p75: int | None) -> None:
    pay = get_role(slug).pay
    assert pay.p50 == p50
    assert p25 is None or (pay.p25, pay.p75) == (p25, p75)


@pytest.mark.parametrize("slug", ["clinical-research-coordinator", "sales-development-rep"])
def test_no_median_is_shown_where_the_parent_occupation_overstates(slug: str) -> None:
    assert get_role(slug).pay.p50 is None
    assert get_role(slug).pay.p25 is not None


@pytest.mark.parametrize(
    ("slug", "average"),
    [
        ("utilization-review-nurse", 90950),
        ("physician-advisor", 220380),
        ("healthcare-consultant", 129420),
        ("clinical-informatics", 100330),
        ("medical-science-liaison", 118990),
        ("regulatory-affairs-specialist", 99200),
        ("regulatory-affairs-manager", 182730),
        ("clinical-data-manager", 99060),
    ],
)
def test_a_title_without_statistics_shows_one_industry_and_says_so(slug: str, average: int) -> None:
    pay = get_role(slug).pay
    assert (pay.mean, pay.p50, pay.middle) == (average, None, average)
    assert pay.source.edition == "May 2024"
    assert "Shown: the average" in get_role(slug).pay_note


def test_known_percentiles_rise_and_are_plausible() -> None:
    known = {role.slug: known_percentiles(role.pay) for role in ROLES}
    assert [slug for slug, figures in known.items() if figures != sorted(figures)] == []
    assert [slug for slug, figures in known.items() if not all(15_000 < figure < 900_000 for figure in figures)] == []


def test_every_role_says_what_its_pay_covers() -> None:
    assert [role.slug for role in ROLES if not role.pay_note.endswith(".")] == []
    assert [role.slug for role in ROLES if not role.pay.source.url.startswith("https://www.bls.gov/")] == []
    assert [role.slug for role in ROLES if not (role.occupation and role.onet_code)] == []


def test_only_the_armed_forces_have_no_pay_at_all() -> None:
    assert {role.slug for role in ROLES if role.pay.middle is None and role.pay.span is None} == {
        "military-officer",
        "military-nco",
    }


def test_the_lowest_tenth_of_physicians_is_left_out_since_it_counts_residents() -> None:
    assert [role.slug for role in ROLES if role.soc.startswith("29-121") and role.pay.p10 is not None] == []


@pytest.mark.parametrize(
    "slug",
    ["account-executive", "cardiologist", "product-manager", "project-manager", "military-officer", "chief-of-staff"],
)
def test_a_stand_in_is_disclosed_in_a_sentence(slug: str) -> None:
    proxy = get_role(slug).proxy
    assert proxy is not None
    assert proxy.endswith(".")


def test_a_role_with_its_own_figures_discloses_nothing() -> None:
    assert get_role("registered-nurse").proxy is None


def test_the_middle_prefers_the_median_and_the_span_its_quartiles() -> None:
    source = get_role("accountant").pay.source
    assert Pay(1, 2, 3, 4, 5, 9, source).middle == 3
    assert Pay(None, None, None, None, None, 9, source).middle == 9
    assert Pay(1, 2, 3, 4, 5, 9, source).span == (2, 4)
    assert Pay(1, 2, None, None, None, None, source).span == (1, 2)
    assert Pay(None, None, None, None, None, 9, source).span is None


def test_pay_goes_stale_after_four_hundred_days() -> None:
    source = get_role("accountant").pay.source
    assert source.checked_on == date(2026, 11, 22)
    assert not source.is_stale(date(2027, 12, 27))
    assert source.is_stale(date(2027, 12, 28))
