"""A whole plan for every occupation, in three situations, and an honest word that we have no page for it."""

from __future__ import annotations

from datetime import date

import pytest

from saas.facts.categories import CATEGORIES
from saas.facts.loading import load_facts
from saas.library.seed.loading import load_seed_catalogue

SITUATIONS = {
    "laid off": {"employment": "laid-off", "last_day": date(2026, 11, 20), "state": "OH", "direction": "same", "hours": 15},
    "at risk": {"employment": "at-risk", "last_day": date(2027, 1, 29), "state": "TX", "direction": "unsure", "mood": "shaky"},
    "leaving": {
        "employment": "leaving", "state": "CA", "direction": "pivot", "current_pay": 48000, "savings": 9000, "spending": 3000,
        "hours": 8,
    },
}  # fmt: skip
SLUGS = tuple(role.slug for role in load_facts().occupations())
FIELDS = sorted({role.family for role in load_facts().occupations()})


@pytest.mark.slow
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_occupation_has_a_whole_plan(plan, situation):
    library = load_seed_catalogue()
    poor = []
    for slug in SLUGS:
        outline = plan(library, role=slug, **SITUATIONS[situation])
        counts = len(outline.directions), len(outline.steps), len(outline.translation), len(outline.reading)
        if any(count < least for count, least in zip(counts, (4, 18, 5, 4), strict=True)):
            poor.append((slug, counts))
        assert any("no page of ours for this work" in note for note in outline.notes), slug
    assert poor == []


@pytest.mark.parametrize("family", FIELDS)
def test_every_field_has_three_lines_of_its_own_and_five_with_those_of_all_work(family):
    work = load_facts().typical_work
    own = work.by_category.get(family, ())
    assert (len(own) >= 3 or family in ("community",)) and len(work.lines(family)) >= 5


def test_a_plan_without_a_page_says_what_it_rests_on(plan):
    outline = plan(role="barista", **SITUATIONS["laid off"])
    assert outline.notes[0].startswith("There is no page of ours for this work yet.")
    assert "its occupation, baristas" in outline.notes[0] and "its field, food service" in outline.notes[0]
    assert outline.translation[0].did == "Kept up at the busiest hour"


def test_a_home_health_aide_is_asked_nothing_about_a_license(plan):
    outline = plan(role="home-health-aide", **SITUATIONS["leaving"])
    assert not [step for step in outline.steps if "license" in step.title.lower()]


def test_work_by_hand_is_not_moved_by_an_index_of_business_pay(plan):
    ways = plan(role="electrician", **SITUATIONS["leaving"]).directions
    assert {
        way.pay_note
        for way in ways
        if "index" in way.pay_note and (role := load_facts().role(way.slug)) and role.family == "trades"
    } == set()


def test_what_asks_for_more_preparation_or_for_presence_is_marked(plan):
    ways = plan(role="security-guard", constraints=("remote", "no-study"), **SITUATIONS["laid off"]).directions
    marks = {mark.text: mark.is_met for way in ways for mark in way.constraints}
    assert marks["Remote: this work is usually done on site."] is False
    assert marks["No new degree: this work usually asks for more preparation than yours."] is False


def test_conditions_may_name_every_field():
    assert set(FIELDS) <= set(CATEGORIES)
