"""Mending what was mistyped: the nearest word that the library uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from saas.library.rules.likeness import WORD

SHORT, LONG = 4, 8


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Every word of the library and how often it stands there."""
    return dict(Counter(word for text in texts for word in WORD.findall(text.lower())))


def mended(term: str, known: Mapping[str, int]) -> str:
    """The term as it is where the library has it or something it begins; else the nearest word, if there is a near one."""
    if len(term) < SHORT or term in known or any(word.startswith(term) for word in known):
        return term
    most = 1 if len(term) < LONG else 2
    near = [(OSA.distance(term, word, score_cutoff=most), -count, word) for word, count in known.items()]
    best = min((one for one in near if one[0] <= most), default=None)
    return best[2] if best else term
