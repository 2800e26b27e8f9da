"""Every other O*NET occupation: named, paid, placed in a category and given destinations."""

from __future__ import annotations

from collections import Counter

import pytest

from saas.facts.categories import CATEGORIES
from saas.facts.loading import load_facts
from saas.facts.occupations import Role, pay_note, proxy_note, rating_note
from saas.facts.tables import DATA

OCCUPATIONS = load_facts().occupations()
OWN_CODES = {role.onet_code for role in load_facts().by_slug.values()}


def occupation(slug: str) -> Role:
    role = load_facts().role(slug)
    assert role is not None and role.is_occupation
    return role


def test_every_civilian_occupation_that_is_no_role_of_ours_is_there_once() -> None:
    assert len(OCCUPATIONS) == 843
    assert max(Counter(role.onet_code for role in OCCUPATIONS).values()) == 1
    assert {role.onet_code for role in OCCUPATIONS}.isdisjoint(OWN_CODES)
    assert {role.slug for role in OCCUPATIONS}.isdisjoint(load_facts().by_slug)


def test_none_of_ours_is_an_occupation_and_people_leave_every_occupation() -> None:
    assert not any(role.is_occupation for role in load_facts().by_slug.values())
    assert all(role.is_occupation and role.is_origin for role in OCCUPATIONS)


def test_each_is_found_by_its_slug_and_by_its_title() -> None:
    lost = [
        role.slug for role in OCCUPATIONS for text in (role.slug, role.title) if load_facts().find_role(text) != role
    ]
    assert lost == []


def test_a_title_is_plain_and_in_the_singular() -> None:
    titles = [role.title for role in OCCUPATIONS]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if len(title) > 44 or title.endswith("s") or "All Other" in title] == []


def test_known_percentiles_rise_and_every_figure_says_what_it_covers() -> None:
    for role in OCCUPATIONS:
        known = [figure for figure in (role.pay.p10, role.pay.p25, role.pay.p50, role.pay.p75, role.pay.p90) if figure]
        assert known == sorted(known) and role.pay_note.endswith(".")
        assert bool(known) != role.pay_note.startswith("No official yearly pay")


@pytest.mark.parametrize(
    ("slug", "median", "words"),
    [
        ("welder", 53_750, "Official pay for welders, cutters, solderers, and brazers"),
        ("acute-care-nurse", 97_550, "counts this work with registered nurses"),
        ("home-health-aide", 35_800, "published for a wider group, home health and personal care aides"),
        ("water-resource-specialist", None, "need more preparation. Only the lower quarter is shown."),
        (
            "urology-physician",
            265_930,
            "physicians, all other, and the figure covers everyone there. The lowest tenth is left out",
        ),
        ("actor", None, "No official yearly pay is published"),
    ],
)
def test_pay_is_the_publishers_and_a_wider_figure_is_disclosed(slug: str, median: int | None, words: str) -> None:
    role = occupation(slug)
    assert role.pay.p50 == median and words in role.pay_note
    assert (role.proxy is None) == (slug in ("welder", "actor"))


def test_ratings_that_stand_in_are_disclosed() -> None:
    assert "so paramedics" not in (occupation("emergency-medical-technician").proxy or "")
    assert "has no published ratings" in (occupation("emergency-medical-technician").proxy or "")
    assert "its neighbors in the same group" in (occupation("production-worker").proxy or "")


def test_every_category_is_known() -> None:
    assert {role.family for role in OCCUPATIONS} <= set(CATEGORIES)


@pytest.mark.parametrize(
    ("family", "slugs"),
    [
        (
            "clinical",
            ["optometrist", "chiropractor", "audiologist", "emergency-medical-technician", "athletic-trainer"],
        ),
        ("care", ["home-health-aide", "personal-care-aide", "nursing-assistant", "childcare-worker", "nanny"]),
        ("health-support", ["veterinary-assistant", "dental-assistant", "pharmacy-technician", "phlebotomist"]),
        ("trades", ["electrician", "plumber", "hvac-technician", "roofer"]),
        ("production", ["welder", "machinist", "team-assembler"]),
        ("food-service", ["barista", "server", "restaurant-cook", "baker"]),
        ("public-sector", ["correctional-officer", "judge", "probation-officer"]),
        ("protective", ["security-guard", "911-dispatcher"]),
    ],
)
def test_only_licensed_care_is_asked_about_a_license(family: str, slugs: list[str]) -> None:
    assert {slug: occupation(slug).family for slug in slugs} == dict.fromkeys(slugs, family)


def test_each_has_six_or_more_destinations_none_twice_and_never_itself() -> None:
    for role in OCCUPATIONS:
        slugs = [destination.slug for destination in load_facts().destinations(role.slug)]
        assert len(set(slugs)) == len(slugs) >= 6 and role.slug not in slugs


def test_nobody_without_a_license_is_sent_to_licensed_care() -> None:
    for role in (role for role in OCCUPATIONS if role.family != "clinical"):
        sent = [
            destination.slug
            for destination in load_facts().destinations(role.slug)
            if (goal := load_facts().role(destination.slug)) and goal.family == "clinical"
        ]
        assert sent == []


def test_a_destination_is_near_in_work_and_in_preparation() -> None:
    welder = {destination.slug: destination for destination in load_facts().destinations("welder")}
    assert {"drywall-installer", "pipelayer"} <= set(welder)
    assert all(destination.fit is not None and destination.fit > 0.5 for destination in welder.values())
    assert all(0 <= (destination.percentile or -1) <= 100 for destination in welder.values())


def test_the_tables_of_occupations_stay_below_two_and_a_half_megabytes() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("occupation*.csv")) < 2_500_000


def test_a_note_names_the_wider_work_in_a_sentence() -> None:
    assert pay_note("exact", "Welders", "") == "Official pay for welders, employees across the country."
    assert "counts this work with registered nurses" in pay_note("parent", "Acute Care Nurses", "Registered Nurses")
    assert (
        rating_note("Taxi Driver", "shuttle drivers")
        == "Taxi Driver has no published ratings, so shuttle drivers stand in."
    )
    assert rating_note("Welder", "") == "" and proxy_note("exact", "Welders", "", "") is None
