"""What somebody typed, as ideas: words without filler, phrases as one, and others that mean the same."""

from __future__ import annotations

import pytest

from saas.library.search.parsing import (
    MAX_TERMS,
    MAX_WORD_LENGTH,
    Idea,
    find_synonyms,
    load_synonyms,
    parse_query,
    split_terms,
)

KNOWN = {"cobra": 9, "today": 3, "children": 5, "kidney": 1}


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("COBRA today", ["cobra", "today"]),
        ("What do I do with my COBRA?", ["cobra"]),
        ("cobra, COBRA; Cobra", ["cobra"]),
        ("what about it", ["what", "about", "it"]),
        ("let   go today", ["let go", "today"]),
        ("Laid-off", ["laid off"]),
        ("401(k)", ["401 k"]),
        ("let good go", ["let", "good", "go"]),
        ("", []),
        ("?!… ;) 🙂", []),
        ("naïve résumé", ["naïve", "résumé"]),
    ],
)
def test_filler_is_left_out_and_a_phrase_is_one(query: str, terms: list[str]) -> None:
    assert split_terms(query) == terms


def test_a_query_and_its_words_have_an_end() -> None:
    assert len(split_terms(" ".join(f"word{place}" for place in range(100)))) == MAX_TERMS
    assert split_terms("a" * 10_000) == ["a" * MAX_WORD_LENGTH]


def test_words_of_the_same_idea_are_searched_with_it() -> None:
    assert find_synonyms("kids") == ("children",)
    assert find_synonyms("children") == ("kids",)
    assert find_synonyms("cobra") == ()


def test_what_was_typed_comes_first() -> None:
    [idea] = parse_query("let go", KNOWN).ideas
    assert idea.words[0] == "let go"
    assert {"laid off", "fired"} <= set(idea.words)


def test_a_misspelling_is_corrected_and_said_so() -> None:
    parsed = parse_query("cobar toady", KNOWN)
    assert parsed.ideas == [Idea("cobra"), Idea("today")]
    assert parsed.instead_of == {"cobar": "cobra", "toady": "today"}


def test_a_word_of_the_table_is_no_slip() -> None:
    assert parse_query("kids", KNOWN).instead_of == {}


def test_the_table_is_in_lower_case_and_has_no_word_twice() -> None:
    words = list(load_synonyms())
    lines = set(load_synonyms().values())
    assert sum(map(len, lines)) == len(words)
    assert [word for word in words if word != " ".join(word.lower().split())] == []
