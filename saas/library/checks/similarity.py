"""How much of one page stands again in another: the share of runs of eight words that both have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import combinations

RUN = 8
WORD = re.compile(r"[^\W_]+", re.UNICODE)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of eight words."""
    words = WORD.findall(text.lower())
    return frozenset(tuple(words[start : start + RUN]) for start in range(max(0, len(words) - RUN + 1)))


def shared_fraction(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Share of the smaller page's runs that the other has too: 0 to 1."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def find_similar_pages(texts: Mapping[str, str], least: float) -> list[tuple[float, str, str]]:
    """Pairs of pages that share at least this much, most alike first. Only pairs with a common run are compared."""
    runs = {name: shingles(text) for name, text in texts.items()}
    places: dict[tuple[str, ...], list[str]] = {}
    for name, found in runs.items():
        for run in found:
            places.setdefault(run, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in places.values():
        shared.update(combinations(sorted(names), 2))
    pairs = (
        (count / (min(len(runs[one]), len(runs[other])) or 1), one, other) for (one, other), count in shared.items()
    )
    return sorted((pair for pair in pairs if pair[0] >= least), reverse=True)


MAX_SIMILARITY = 0.2
