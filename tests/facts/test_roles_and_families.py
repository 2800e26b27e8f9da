"""Which roles there are, and what they belong to."""

from __future__ import annotations

import pytest

from saas.facts.categories import CATEGORIES, category_phrase
from saas.facts.loading import load_facts
from saas.facts.wages import Specialty


def test_there_are_144_origins_and_24_more_destinations() -> None:
    assert len(load_facts().roles()) == 144
    assert len(load_facts().by_slug) == 168


def test_every_category_has_plain_words_and_no_words_are_left_over() -> None:
    assert {role.category for role in (*load_facts().by_slug.values(), *load_facts().occupations())} == set(CATEGORIES)


def test_a_category_without_words_is_named_as_it_is() -> None:
    assert (category_phrase("finance"), category_phrase("circus")) == ("finance and accounting", "circus")


@pytest.mark.parametrize(
    ("slug", "family"),
    [
        ("registered-nurse", "clinical"),
        ("cardiologist", "clinical"),
        ("healthcare-administrator", "healthcare"),
        ("accountant", "finance"),
    ],
)
def test_a_role_belongs_to_a_family(slug: str, family: str) -> None:
    role = load_facts().role(slug)
    assert role is not None
    assert role.family == family


def test_an_unknown_slug_is_no_role_and_has_no_ways_out() -> None:
    assert load_facts().role("astronaut") is None
    assert load_facts().destinations("astronaut") == ()
    assert load_facts().industries("astronaut") == ()


@pytest.mark.parametrize("specialty", load_facts().specialties(), ids=lambda specialty: specialty.name)
def test_a_specialty_stands_on_a_physician_role_and_on_official_pay(specialty: Specialty) -> None:
    role = load_facts().role(specialty.role_slug)
    assert role is not None and role.family == "clinical"
    assert specialty.pay.p10 is None and specialty.pay.middle is not None
    assert "Labor Statistics" in specialty.pay.source.name
