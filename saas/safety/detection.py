"""Whether a text says that somebody may be in danger. Pure; `facts/data/danger_phrases.toml` says what counts, and how.

A text becomes a line of plain words, ` | i want to die | next sentence |`, and each phrase a regular expression over it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from saas.facts.sources import read_table
from saas.safety.phrases import Phrase, compile_phrase, join_spellings

FILE = "danger_phrases.toml"
# More than any field takes, the longest of which is a resume. What comes after it is not looked at, so that a request costs
# a fraction of a second whatever it carries.
MAX_CHARACTERS = 120_000
SENTENCE_END = re.compile(r"(?<!\.)[.!?]+(?=\s|$)(?!\.)|\n\s*\n|\n\s*[-•*–—·]\s|;\s")
WORD = re.compile(r"[^\W_]+(?:[*@$!]+[^\W_]+)*")
APOSTROPHES = re.compile(r"['’‘`´ʼ＇]")
LOOK_ALIKES = str.maketrans({"1": "i", "!": "i", "3": "e", "0": "o", "@": "a", "$": "s", "*": None})
# “s u i c i d e”
SPACED_LETTERS = re.compile(r"\b[a-z](?:[ .\-_/][a-z]){3,}\b")
REPEATED = re.compile(r"([a-z])\1{2,}")


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases of one meaning. `is_for_search`: they are looked for in search boxes alone."""

    name: str
    phrases: tuple[Phrase, ...]
    exceptions: tuple[Phrase, ...]
    is_for_search: bool


@dataclass(frozen=True, slots=True)
class Match:
    """`words` are what matched, in their plain form; for tests and for whoever extends the list, never for a log."""

    group: str
    words: str


def says_danger(text: str, *, is_search: bool = False) -> bool:
    """Whether the text has a phrase that may mean danger. In a search box one word may be enough."""
    return find_danger(text, is_search=is_search) is not None


def find_danger(text: str, *, is_search: bool = False) -> Match | None:
    """The first phrase that matches and is no exception."""
    plain = to_plain_words(text[:MAX_CHARACTERS])
    words = frozenset(plain.split())
    for group in load_groups():
        if (is_search or not group.is_for_search) and (match := _find_in_group(group, plain, words)):
            return Match(group.name, match.strip())
    return None


def to_plain_words(text: str) -> str:
    """Lower-case words without accents and apostrophes, in the list's own spelling, sentences parted by “|”."""
    folded = unicodedata.normalize("NFKD", text).lower()
    # Accents, and the invisible characters that editors and pranksters put between letters.
    kept = "".join(letter for letter in folded if unicodedata.category(letter) not in ("Mn", "Cf"))
    joined = SPACED_LETTERS.sub(lambda letters: re.sub(r"[^a-z]", "", letters.group()), APOSTROPHES.sub("", kept))
    return _join_sentences(list(_split_sentences(joined)))


@cache
def load_groups() -> tuple[Group, ...]:
    """The groups of the data file. ValueError names the phrase that cannot be read."""
    entries = read_table(FILE).entries
    words = {name: f"({alternatives})" for name, alternatives in entries["words"].items()}
    return tuple(_parse_group(group, words) for group in entries["group"])


@cache
def _spellings() -> Mapping[str, str]:
    spellings: dict[str, str] = read_table(FILE).entries["spellings"]
    return spellings


def _parse_group(group: Mapping[str, Any], words: Mapping[str, str]) -> Group:
    return Group(
        name=group["name"],
        phrases=tuple(compile_phrase(phrase, words, _spellings()) for phrase in group["phrases"]),
        exceptions=tuple(compile_phrase(phrase, words, _spellings()) for phrase in group["except"]),
        is_for_search=group.get("only_in") == "search",
    )


def _find_in_group(group: Group, plain: str, words: frozenset[str]) -> str | None:
    excepted: list[tuple[int, int]] | None = None
    for phrase in group.phrases:
        for match in phrase.find_all(plain, words):
            if excepted is None:
                excepted = [
                    other.span() for exception in group.exceptions for other in exception.find_all(plain, words)
                ]
            if not any(start < match.end() and match.start() < end for start, end in excepted):
                return match.group()
    return None


def _split_sentences(text: str) -> Iterator[list[str]]:
    for sentence in SENTENCE_END.split(text):
        words = [_plain_word(word) for word in WORD.findall(sentence)]
        if words:
            yield words


def _plain_word(word: str) -> str:
    # “su1cide”, “k*ll”: only where letters stand beside them, so that “988” stays a number.
    if not word.isalpha() and not word.isdigit() and word[0].isalpha():
        word = word.translate(LOOK_ALIKES)
    return REPEATED.sub(r"\1", word)


def _join_sentences(sentences: Sequence[Sequence[str]]) -> str:
    """“I. Want. To. Die.” is one sentence: a mark after a single word parts nothing where the next is a single word too."""
    parts = ["|"]
    for place, words in enumerate(sentences):
        following = sentences[place + 1] if place + 1 < len(sentences) else ()
        parts.extend(words)
        if len(words) != 1 or len(following) != 1:
            parts.append("|")
    return " " + " ".join(join_spellings(parts, _spellings()))
