"""A search query, parsed into ideas: each a word or a phrase, spelled as the library spells it, with its synonyms."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from saas.library.checks.similarity import WORD

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


class ParsedQuery(NamedTuple):
    """`instead_of` maps what was typed to what is searched in its place."""

    ideas: Sequence[Idea]
    instead_of: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        return [word for idea in self.ideas for word in idea.words]


def parse_query(query: str, known: Mapping[str, int]) -> ParsedQuery:
    """`known` are the library's words by count."""
    typed = split_terms(query)
    right = [term if term in _lines() else correct_spelling(term, known) for term in typed]
    instead_of = {one: other for one, other in zip(typed, right, strict=True) if one != other}
    return ParsedQuery([Idea(word, find_synonyms(word)) for word in dict.fromkeys(right)], instead_of)


def split_terms(query: str) -> list[str]:
    """The words of a query that can find something, and phrases of the table as one; all of them where nothing else is
    left. In lower case, each once."""
    text = " ".join(word[:LONGEST] for word in WORD.findall(query.lower()))
    found = list(dict.fromkeys(_pieces().findall(text)))[:MOST]
    return [term for term in found if term not in STOP] or found


def find_synonyms(word: str) -> tuple[str, ...]:
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


SHORT, LONG = 4, 8


def count_vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Every word of the library and how often it stands there."""
    return dict(Counter(word for text in texts for word in WORD.findall(text.lower())))


def correct_spelling(term: str, known: Mapping[str, int]) -> str:
    """The term as it is where the library has it or something it begins; else the nearest word, if there is a near one."""
    if len(term) < SHORT or term in known or any(word.startswith(term) for word in known):
        return term
    most = 1 if len(term) < LONG else 2
    near = [(OSA.distance(term, word, score_cutoff=most), -count, word) for word, count in known.items()]
    best = min((one for one in near if one[0] <= most), default=None)
    return best[2] if best else term
