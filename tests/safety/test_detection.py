"""Which words may mean danger: every sentence of the list and of the held-out rounds, however it is typed, in bounded time."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saas.facts.sources import read_table
from saas.safety.detection import FILE, MAX_CHARACTERS, find_danger, says_danger
from saas.safety.phrases import compile_phrase

ENTRIES = read_table(FILE).entries
GROUPS: list[dict[str, Any]] = ENTRIES["group"]
HELD_OUT: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("held_out.toml").read_text(encoding="utf-8"))
# Roundabout ways to say it that are everyday words elsewhere. A list of phrases never hears everything.
NOT_HEARD = {
    "If this doesn't work out I'm going to take myself out",
    "I want to be with my dad, he died in spring",
    "no hope left, goodbye",
}
ALL_SAYS = [sentence for group in GROUPS for sentence in group["says"]]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["name"])
def test_each_example_of_the_list_is_heard(group: dict[str, Any]) -> None:
    assert [sentence for sentence in group["says"] if not says_danger(sentence)] == []
    in_search = group.get("says_in_search", ())
    assert [query for query in in_search if not says_danger(query, is_search=True)] == []


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["name"])
def test_everyday_words_of_the_list_are_not(group: dict[str, Any]) -> None:
    assert [(sentence, find_danger(sentence)) for sentence in group["does_not_say"] if says_danger(sentence)] == []
    in_search = group.get("does_not_say_in_search", ())
    assert [
        (query, find_danger(query, is_search=True)) for query in in_search if says_danger(query, is_search=True)
    ] == []


def test_sentences_kept_apart_from_the_list_are_heard() -> None:
    assert {sentence for sentence in HELD_OUT["must_match"] if not says_danger(sentence)} == NOT_HEARD
    assert len(HELD_OUT["must_match"]) >= 260


def test_everyday_sentences_kept_apart_from_the_list_are_not() -> None:
    sentences = HELD_OUT["must_not_match"]
    assert [(sentence, find_danger(sentence)) for sentence in sentences if says_danger(sentence)] == []
    assert len(sentences) >= 229


@pytest.mark.parametrize(
    "retype",
    [
        str.upper,
        lambda text: text.replace("'", "’"),
        lambda text: text.replace("'", ""),
        lambda text: text.replace(" ", "  \n"),
        lambda text: text.replace("i", "i\u200b").replace("a", "á"),
        lambda text: f"Cut costs by a fifth. {text}. I would like a manager who listens.",
        lambda text: f"- Ran the night shift\n- {text}\n- Trained nine people",
    ],
    ids=["shouted", "curly", "bare", "broken", "accents", "amid", "listed"],
)
def test_it_does_not_matter_how_it_is_typed(retype: Callable[[str], str]) -> None:
    sentences = [sentence for sentence in ALL_SAYS if "\n" not in sentence and len(sentence.split()) > 3]
    assert [retype(sentence) for sentence in sentences[::3] if not says_danger(retype(sentence))] == []


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "988", "…", "🙂" * 50, "|", "| |", "((", "i", "\u0301" * 9]
)
def test_odd_texts_are_read_and_say_nothing(text: str) -> None:
    assert not says_danger(text)


def test_the_end_of_a_long_resume_is_read() -> None:
    text = "Led a team of eight and cut costs by a fifth. " * 2100
    assert len(text) < 100_000 and not says_danger(text)
    assert says_danger(text + "I want to die.")


def test_what_comes_after_more_than_any_field_takes_is_not_read() -> None:
    assert not says_danger("x" * MAX_CHARACTERS + " I want to die.")


HOSTILE = [
    "i want to ",
    "i ",
    "x",
    ". ",
    "want think about if i the pills ",
    "never waking nobody would notice if better burden ",
    "a.b ",
    "\n- ",
    "é",
    "suicidal patients ",
]


@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
def test_no_text_costs_much_more_than_an_ordinary_one_and_twice_the_text_about_twice(unit: str) -> None:
    ordinary = "Led a team of eight and cut costs by a fifth. "
    assert _seconds(unit, 100_000) < 8 * _seconds(ordinary, 100_000)
    assert _seconds(unit, 100_000) < 12 * _seconds(unit, 25_000) + 0.02


def _seconds(unit: str, characters: int) -> float:
    """The better of two readings of this processor's time."""
    text = unit * (characters // len(unit))
    times = []
    for _ in range(2):
        start = time.process_time()
        find_danger(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("written", ["(a|b", "a)", "a & b", "(a|)", "!(a", "[a", "a ) b"])
def test_a_phrase_that_cannot_be_read_is_named(written: str) -> None:
    with pytest.raises(ValueError, match="“"):
        compile_phrase(written, {}, {})


def test_a_phrase_is_written_in_words_gaps_and_lists() -> None:
    phrase = compile_phrase("{who} ... (want|need) to rest !(at home)", {"who": "(i|we)"}, {})
    words = " | we do not really want to rest | "
    assert [match.group() for match in phrase.find_all(words, frozenset(words.split()))] == [
        " we do not really want to rest"
    ]
    others = " | i want to rest at home | "
    assert list(phrase.find_all(others, frozenset(others.split()))) == []


def test_no_phrase_and_no_sentence_stands_twice_in_a_group() -> None:
    for group in GROUPS:
        for key in ("phrases", "except", "says", "does_not_say"):
            assert sorted(set(group[key])) == sorted(group[key]), (group["name"], key)


def test_the_list_says_whether_a_clinician_has_read_it() -> None:
    review = ENTRIES["review"]
    assert bool(review["reviewed_by"]) == bool(review["reviewed_on"])
