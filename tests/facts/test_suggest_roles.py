"""Roles offered while somebody types."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts


def slugs(text: str, limit: int = 6) -> list[str]:
    return [role.slug for role in load_facts().suggest_roles(text, limit)]


def test_the_role_that_is_meant_comes_first() -> None:
    assert slugs("registered nurse")[0] == "registered-nurse"


@pytest.mark.parametrize(
    ("typed", "expected"), [("produ", "product-manager"), ("soft eng", "software-engineer"), ("cardio", "cardiologist")]
)
def test_the_beginning_of_a_word_is_enough(typed: str, expected: str) -> None:
    assert expected in slugs(typed)


def test_an_ambiguous_short_form_offers_each_meaning() -> None:
    assert {"product-manager", "project-manager", "program-manager"} <= set(slugs("PM"))


def test_no_role_is_offered_twice_and_the_limit_holds() -> None:
    offered = slugs("manager", 5)
    assert len(offered) == len(set(offered)) == 5


@pytest.mark.parametrize("typed", ["", "  ", "zzzz"])
def test_nothing_is_offered_for_nothing(typed: str) -> None:
    assert slugs(typed) == []
