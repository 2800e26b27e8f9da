"""A misspelling is corrected; a word of the library is left alone."""

from __future__ import annotations

import pytest

from saas.library.search.parsing import correct_spelling, count_vocabulary

KNOWN = {
    "cobra": 40,
    "severance": 90,
    "several": 5,
    "marketplace": 30,
    "negotiate": 9,
    "visa": 7,
    "cover": 70,
    "clover": 1,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cobar", "cobra"),
        ("cobrra", "cobra"),
        ("corba", "cobra"),
        ("severence", "severance"),
        ("sevrance", "severance"),
        ("marketplaec", "marketplace"),
        ("negociate", "negotiate"),
        ("vissa", "visa"),
    ],
)
def test_the_nearest_word_is_searched_instead(typed: str, meant: str) -> None:
    assert correct_spelling(typed, KNOWN) == meant


@pytest.mark.parametrize("typed", ["", "vsa", "cbr", "oh"])
def test_a_short_word_is_left_alone(typed: str) -> None:
    assert correct_spelling(typed, KNOWN) == typed


@pytest.mark.parametrize("typed", ["severance", "sever", "mark", "market", "nego"])
def test_a_word_and_the_beginning_of_a_word_are_left_alone(typed: str) -> None:
    assert correct_spelling(typed, KNOWN) == typed


@pytest.mark.parametrize("typed", ["xylophone", "cvbnm", "marketing"])
def test_what_is_near_nothing_is_left_alone(typed: str) -> None:
    assert correct_spelling(typed, KNOWN) == typed


def test_of_two_words_as_near_the_one_used_more_often_is_meant() -> None:
    assert correct_spelling("coper", {"cover": 1, "coder": 9}) == "coder"
    assert correct_spelling("coper", {"cover": 9, "coder": 1}) == "cover"


def test_in_an_empty_library_everything_stays() -> None:
    assert correct_spelling("cobar", {}) == "cobar"


def test_words_are_counted_in_lower_case() -> None:
    assert count_vocabulary(["COBRA, Cobra.", "a cobra"]) == {"cobra": 3, "a": 1}
