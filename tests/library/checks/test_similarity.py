"""How much of one page's text stands in another."""

from __future__ import annotations

import pytest

from saas.library.checks.similarity import RUN_LENGTH, find_similar_pages, shared_fraction, split_shingles

ONE = "The claim counts from the week you file it and not from the day you were told."
OTHER = "Ask for the reference before you need it, while the work is fresh in their mind."
EIGHT = "one two three four five six seven eight"


@pytest.mark.parametrize(
    ("words", "runs"),
    [(0, 0), (RUN_LENGTH - 1, 0), (RUN_LENGTH, 1), (RUN_LENGTH + 4, 5)],
    ids=["none", "too few", "one run", "five runs"],
)
def test_a_text_has_a_run_for_every_place_with_eight_words_left(words: int, runs: int) -> None:
    assert len(split_shingles(" ".join(f"w{place}" for place in range(words)))) == runs


def test_signs_and_capitals_make_no_difference() -> None:
    assert split_shingles(EIGHT) == split_shingles("One, two; THREE (four) five – six? Seven: eight.")


@pytest.mark.parametrize(("text", "other", "share"), [(ONE, ONE, 1.0), (ONE, OTHER, 0.0), (ONE, "", 0.0)])
def test_similarity_goes_from_nothing_to_one(text: str, other: str, share: float) -> None:
    assert shared_fraction(split_shingles(text), split_shingles(other)) == share


def test_likeness_is_the_share_of_the_smaller_page() -> None:
    assert shared_fraction(split_shingles(ONE), split_shingles(f"{OTHER} {ONE}")) == 1.0


def test_the_most_alike_pages_come_first() -> None:
    half = " ".join(ONE.split()[:12])
    pairs = find_similar_pages({"a": ONE, "b": ONE, "c": f"{half} {OTHER}", "d": OTHER * 2}, 0.1)
    assert next(pair[1:] for pair in pairs) == ("a", "b")
    assert {pair[1:] for pair in pairs} >= {("a", "c"), ("b", "c"), ("c", "d")}
    assert [pair[0] for pair in pairs] == sorted((pair[0] for pair in pairs), reverse=True)


def test_pairs_below_the_least_are_left_out() -> None:
    assert find_similar_pages({"a": ONE, "b": f"{' '.join(ONE.split()[:8])} {OTHER}"}, 0.5) == []
