"""Reading ease: the order of texts that people agree on, and Flesch's own arithmetic."""

from __future__ import annotations

import pytest

from saas.library.checks.readability import reading_ease

PICTURE_BOOK = "The cat sat on the mat. The dog ran to it. It was a big dog. The cat ran off."
NEWS = (
    "The company said on Monday that it will close two plants next year. About nine hundred people work there. "
    "They were told at a meeting in the morning."
)
OURS = (
    "File in the first week. The claim counts from the week you file, not from the day you lost the job, so a late "
    "claim loses money that nobody pays back."
)
STATUTE = (
    "Notwithstanding any other provision of this subsection, an individual determined to be ineligible for continuation "
    "coverage pursuant to the preceding subparagraph shall, irrespective of subsequent administrative determinations, "
    "remain disqualified until the applicable verification requirements have been satisfied."
)


def test_a_picture_book_is_easier_than_news_and_news_than_a_statute() -> None:
    eases = [reading_ease(text) for text in (PICTURE_BOOK, OURS, NEWS, STATUTE)]
    assert eases == sorted(eases, reverse=True)


@pytest.mark.parametrize(
    ("text", "least", "most"), [(PICTURE_BOOK, 100, 125), (NEWS, 60, 90), (OURS, 60, 100), (STATUTE, -60, 20)]
)
def test_a_text_is_measured_as_people_would_say(text: str, least: float, most: float) -> None:
    assert least <= reading_ease(text) <= most


def test_the_formula_is_fleschs() -> None:
    assert reading_ease("The cat sat.") == pytest.approx(206.835 - 1.015 * 3 - 84.6)


@pytest.mark.parametrize(
    "two",
    [
        "The cat sat. The dog ran.",
        "The cat sat? The dog ran.",
        "The cat sat: the dog ran.",
        "The cat sat\n\nThe dog ran",
        "“The cat sat.” The dog ran.",
    ],
)
def test_a_sentence_ends_where_a_reader_stops(two: str) -> None:
    assert reading_ease(two) == pytest.approx(206.835 - 1.015 * 3 - 84.6)


@pytest.mark.parametrize("text", ["", "…", "\n\n"])
def test_nothing_to_read_is_measured_all_the_same(text: str) -> None:
    assert reading_ease(text) > 200
