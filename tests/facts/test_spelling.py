"""A typo is forgiven; another occupation is not."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts
from saas.facts.spelling import spelling_key


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("project manger", "project-manager"),
        ("acountant", "accountant"),
        ("pharmasist", "pharmacist"),
        ("production manager", "industrial-production-manager"),
        ("audiologist", "audiologist"),
        ("psychologist", "psychologist"),
    ],
)
def test_only_a_letter_or_so_in_a_long_word_is_forgiven(typed: str, read_as: str) -> None:
    reading = load_facts().titles.read(typed)
    assert read_as in (reading.slug, *reading.suggestions) and reading.slug in (read_as, None)


@pytest.mark.parametrize(("typed", "corrected"), [("acountant", "accountant"), ("baker", "baker"), ("nurse", "nurse")])
def test_a_word_that_some_title_has_is_no_typo(typed: str, corrected: str) -> None:
    assert load_facts().titles.speller().correct(typed) == corrected


@pytest.mark.parametrize(
    "typed", ["Front-end Developer", "frontend developer", "FRONT END DEVELOPER", "front–end developer"]
)
def test_spacing_case_and_hyphens_do_not_matter(typed: str) -> None:
    assert spelling_key(typed) == "frontenddeveloper"
