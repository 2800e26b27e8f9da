"""Long enough to be worth reading, short enough to be read."""

from __future__ import annotations

import pytest

from saas.library.checks.word_counts import find_length_fault
from saas.library.kinds.spec import KINDS
from tests.library.examples import step, term


def test_every_kind_has_its_bounds() -> None:
    assert [kind for kind, spec in KINDS.items() if not 0 < spec.words[0] < spec.words[1]] == []


@pytest.mark.parametrize("words", [12, 90])
def test_a_piece_within_its_bounds_has_no_fault(words: int) -> None:
    assert find_length_fault("step", step(title="Title", why="word " * (words - 1))) == ""


@pytest.mark.parametrize("words", [11, 91])
def test_a_piece_outside_is_told_its_words_and_the_bounds(words: int) -> None:
    assert (
        find_length_fault("step", step(title="Title", why="word " * (words - 1)))
        == f"{words} words; a step has 12 to 90."
    )


def test_a_description_counts_for_nothing() -> None:
    assert find_length_fault("term", term(meaning="word " * 60)) == ""
    assert (
        find_length_fault("term", term(meaning="word " * 59, description="word " * 20))
        == "69 words; a term has 70 to 190."
    )
