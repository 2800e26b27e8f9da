"""Mending what was mistyped: the nearest word that the library uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from saas.library.rules.likeness import WORD

SHORT, LONG = 4, 8
# Filler that every page has; ranking by it finds nothing.
STOP = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for",
    "from", "get", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "my", "of",
    "on", "or", "our", "out", "should", "so", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "would", "you", "your",
})  # fmt: skip


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Every word of the library and how often it stands there."""
    return dict(Counter(word for text in texts for word in WORD.findall(text.lower())))


def terms(query: str) -> list[str]:
    """The words of a query that can find something; all of them where nothing else is left."""
    words = list(dict.fromkeys(WORD.findall(query.lower())))[:12]
    return [word for word in words if word not in STOP] or words


def mended(term: str, known: Mapping[str, int]) -> str:
    """The term as it is where the library has it or something it begins; else the nearest word, if there is a near one."""
    if len(term) < SHORT or term in known or any(word.startswith(term) for word in known):
        return term
    most = 1 if len(term) < LONG else 2
    near = [(OSA.distance(term, word, score_cutoff=most), -count, word) for word, count in known.items()]
    best = min((one for one in near if one[0] <= most), default=None)
    return best[2] if best else term
