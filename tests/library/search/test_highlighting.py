"""Text around what was searched for, with the words marked and everything else escaped."""

from __future__ import annotations

import pytest

from saas.library.search.highlighting import CONTEXT_LENGTH, highlight, make_snippet

LONG = "Nothing of note stands here. " * 40


@pytest.mark.parametrize(
    ("text", "terms", "shown"),
    [
        ("COBRA costs more.", ["cobra"], "<mark>COBRA</mark> costs more."),
        ("Negotiating is slow.", ["negotiate"], "<mark>Negotiating</mark> is slow."),
        ("The cobras.", ["cobra"], "The <mark>cobras</mark>."),
        ("An accobra.", ["cobra"], "An accobra."),
        ("You were laid off.", ["laid off"], "You were <mark>laid off</mark>."),
        ("A claim, a claim.", ["claim"], "A <mark>claim</mark>, a <mark>claim</mark>."),
        ("Nothing.", [], "Nothing."),
        ("", ["cobra"], ""),
    ],
)
def test_words_that_begin_like_a_term_are_marked(text: str, terms: list[str], shown: str) -> None:
    assert highlight(text, terms) == shown


def test_everything_is_escaped() -> None:
    assert highlight('<em>COBRA</em> & "it"', ["cobra", "em"]) == (
        "&lt;<mark>em</mark>&gt;<mark>COBRA</mark>&lt;/<mark>em</mark>&gt; &amp; &#34;it&#34;"
    )


def test_what_was_typed_is_no_pattern() -> None:
    assert highlight("a.c abc", ["a.c"]) == "<mark>a.c</mark> abc"


def test_a_short_text_is_shown_whole() -> None:
    assert make_snippet("COBRA costs more.", ["cobra"]) == "<mark>COBRA</mark> costs more."


def test_a_long_text_is_shown_around_the_words() -> None:
    shown = str(make_snippet(f"{LONG}The claim is denied. {LONG}", ["claim", "denied"]))
    assert "<mark>claim</mark> is <mark>denied</mark>" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) < 2 * CONTEXT_LENGTH + 40


def test_the_place_where_most_words_stand_together_is_shown() -> None:
    text = f"A claim. {LONG} A claim that is denied. {LONG}"
    assert "<mark>denied</mark>" in make_snippet(text, ["claim", "denied"])


def test_a_text_without_the_words_begins_at_its_beginning() -> None:
    assert str(make_snippet(LONG, ["cobra"])).startswith("Nothing of note")


def test_no_word_is_cut_at_the_beginning() -> None:
    assert str(make_snippet(f"{LONG}COBRA.", ["cobra"])).split()[1] in LONG.split()


def test_single_letters_mark_nothing() -> None:
    assert "<mark>" not in make_snippet("s p c d " * 4000, ["s", "p", "c", "d"])
