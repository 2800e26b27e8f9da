"""Which roles there are, what they belong to, and what their categories are called."""

from __future__ import annotations

import pytest

from saas.facts.categories import CATEGORIES, category_heading, category_phrase
from saas.facts.loading import load_facts


def test_there_are_144_origins_and_24_roles_that_are_destinations_alone() -> None:
    assert len(load_facts().roles()) == 144
    assert len(load_facts().by_slug) == 168


def test_every_category_has_a_heading_and_a_phrase_and_none_is_unused() -> None:
    facts = load_facts()
    assert {role.category for role in (*facts.by_slug.values(), *facts.occupations())} == set(CATEGORIES)
    assert [slug for slug, category in CATEGORIES.items() if not category.heading[:1].isupper()] == []
    assert [slug for slug, category in CATEGORIES.items() if not category.phrase[:1].islower()] == []
    headings = [category.heading for category in CATEGORIES.values()]
    assert len(headings) == len(set(headings))


def test_an_unknown_category_is_named_as_it_is_and_listed_as_other_work() -> None:
    assert (category_phrase("finance"), category_phrase("circus")) == ("finance and accounting", "circus")
    assert (category_heading("finance"), category_heading("circus")) == ("Finance and accounting", "Other work")


@pytest.mark.parametrize(
    ("slug", "family"),
    [
        ("registered-nurse", "clinical"),
        ("cardiologist", "clinical"),
        ("healthcare-administrator", "healthcare"),
        ("accountant", "finance"),
    ],
)
def test_a_role_belongs_to_a_category(slug: str, family: str) -> None:
    role = load_facts().role(slug)
    assert role is not None
    assert role.family == family


def test_an_unknown_slug_is_no_role_and_has_no_destinations() -> None:
    assert load_facts().role("astronaut") is None
    assert load_facts().destinations("astronaut") == ()


def test_a_specialty_rests_on_a_physician_role_and_on_official_pay() -> None:
    facts = load_facts()
    roles = {specialty.name: facts.role(specialty.role_slug) for specialty in facts.specialties()}
    assert [name for name, role in roles.items() if role is None or role.family != "clinical"] == []
    pay = {specialty.name: specialty.pay for specialty in facts.specialties()}
    assert [name for name, own in pay.items() if own.p10 is not None or own.middle is None] == []
    assert [name for name, own in pay.items() if "Labor Statistics" not in own.source.name] == []
