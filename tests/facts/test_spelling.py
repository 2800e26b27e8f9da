"""A typo is forgiven; another occupation is not."""

from __future__ import annotations

import pytest

from saas.facts.spelling import is_misspelling, spelling_key, split_words


@pytest.mark.parametrize(
    ("typed", "known", "is_forgiven"),
    [
        ("project manger", "project manager", True),
        ("acountant", "accountant", True),
        ("pharmasist", "pharmacist", True),
        ("production manager", "product manager", False),
        ("baker", "banker", False),
        ("audiologist", "radiologist", False),
        ("psychologist", "physiologist", False),
        ("nurse", "nurse manager", False),
        ("accountant", "accountant", False),
    ],
)
def test_only_a_letter_or_so_in_a_long_word_is_forgiven(typed: str, known: str, is_forgiven: bool) -> None:
    assert is_misspelling(split_words(typed), split_words(known)) is is_forgiven


@pytest.mark.parametrize(
    "typed", ["Front-end Developer", "frontend developer", "FRONT END DEVELOPER", "front–end developer"]
)
def test_spacing_case_and_hyphens_do_not_matter(typed: str) -> None:
    assert spelling_key(typed) == "frontenddeveloper"
