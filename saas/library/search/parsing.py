"""A search query parsed into ideas: each a word or a phrase, spelled as the library spells it, with its synonyms."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from saas.library.checks.similarity import WORD

WORDS_FILE = Path(__file__).with_name("words.toml")
MAX_TERMS, MAX_WORD_LENGTH = 12, 40
# In letters: a shorter word is taken as it is, and one this long may have two slips instead of one.
MIN_CORRECTED, MIN_TWO_SLIPS = 4, 8


class Idea(NamedTuple):
    """`term` is what was typed, or what it was corrected to; `synonyms` mean the same. All in lower case."""

    term: str
    synonyms: Sequence[str] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return (self.term, *self.synonyms)


class ParsedQuery(NamedTuple):
    """`instead_of` maps what was typed to what is searched in its place."""

    ideas: Sequence[Idea]
    instead_of: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        return [word for idea in self.ideas for word in idea.words]


def parse_query(query: str, vocabulary: Mapping[str, int]) -> ParsedQuery:
    """`vocabulary` are the library's words by count."""
    typed = split_terms(query)
    terms = [term if term in load_synonyms() else correct_spelling(term, vocabulary) for term in typed]
    instead_of = {before: after for before, after in zip(typed, terms, strict=True) if before != after}
    return ParsedQuery([Idea(term, find_synonyms(term)) for term in dict.fromkeys(terms)], instead_of)


def split_terms(query: str) -> list[str]:
    """The words of a query that can find something, and phrases of the synonym table as one; all words where nothing else
    is left. In lower case, each once."""
    text = " ".join(word[:MAX_WORD_LENGTH] for word in WORD.findall(query.lower()))
    terms = list(dict.fromkeys(_term_pattern().findall(text)))[:MAX_TERMS]
    return [term for term in terms if term not in stop_words()] or terms


def find_synonyms(word: str) -> tuple[str, ...]:
    return tuple(other for other in load_synonyms().get(word, ()) if other != word)


def count_vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Every word of the library and how often it stands there."""
    return dict(Counter(word for text in texts for word in WORD.findall(text.lower())))


def correct_spelling(term: str, vocabulary: Mapping[str, int]) -> str:
    """The term as it is where the library has it or a word that begins with it; else the nearest word, if one is near."""
    if len(term) < MIN_CORRECTED or term in vocabulary or any(word.startswith(term) for word in vocabulary):
        return term
    max_slips = 1 if len(term) < MIN_TWO_SLIPS else 2
    candidates = [
        (OSA.distance(term, word, score_cutoff=max_slips), -count, word) for word, count in vocabulary.items()
    ]
    best = min((candidate for candidate in candidates if candidate[0] <= max_slips), default=None)
    return best[2] if best else term


@cache
def stop_words() -> frozenset[str]:
    """Words that every page has, so that ranking by them finds nothing."""
    return frozenset(_table()["stop"])


@cache
def load_synonyms() -> dict[str, tuple[str, ...]]:
    return {word: tuple(line) for line in _table()["same"] for word in line}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


@cache
def _term_pattern() -> re.Pattern[str]:
    """A phrase of the synonym table, or a word."""
    phrases = sorted((word for word in load_synonyms() if " " in word), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?!\S)|\S+")
