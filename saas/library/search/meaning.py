"""What somebody typed, as ideas: each a word or a phrase, mended where it was mistyped, with others that mean the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from saas.library.rules.likeness import WORD
from saas.library.search.spelling import mended

SYNONYMS = Path(__file__).with_name("synonyms.toml")
MOST, LONGEST = 12, 40
# Filler that every page has; ranking by it finds nothing.
STOP = frozenset({
    "a", "about", "after", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could",
    "did", "do", "does", "for", "from", "get", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it",
    "its", "job", "just", "me", "my", "no", "not", "of", "on", "or", "our", "out", "should", "so", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "to", "use", "used", "was", "we", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "without", "would", "you", "your",
})  # fmt: skip


class Idea(NamedTuple):
    """`typed` is what was typed, or what it was mended to; `others` mean the same. All in lower case."""

    typed: str
    others: Sequence[str] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return (self.typed, *self.others)


class Meaning(NamedTuple):
    """`instead_of` maps what was typed to what is searched in its place."""

    ideas: Sequence[Idea]
    instead_of: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        return [word for idea in self.ideas for word in idea.words]


def meant(query: str, known: Mapping[str, int]) -> Meaning:
    """`known` are the library's words by count."""
    typed = terms(query)
    right = [term if term in _lines() else mended(term, known) for term in typed]
    instead_of = {one: other for one, other in zip(typed, right, strict=True) if one != other}
    return Meaning([Idea(word, others(word)) for word in dict.fromkeys(right)], instead_of)


def terms(query: str) -> list[str]:
    """The words of a query that can find something, and phrases of the table as one; all of them where nothing else is
    left. In lower case, each once."""
    text = " ".join(word[:LONGEST] for word in WORD.findall(query.lower()))
    found = list(dict.fromkeys(_pieces().findall(text)))[:MOST]
    return [term for term in found if term not in STOP] or found


def others(word: str) -> tuple[str, ...]:
    return tuple(other for other in _lines().get(word, ()) if other != word)


@cache
def _lines() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    return {word: tuple(line) for line in table["same"] for word in line}


@cache
def _pieces() -> re.Pattern[str]:
    """A phrase of the table, or a word."""
    phrases = sorted((word for word in _lines() if " " in word), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?!\S)|\S+")
