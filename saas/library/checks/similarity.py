"""How much of one page's text stands in another: the share of runs of eight words that both have (w-shingling). Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import combinations

RUN_LENGTH = 8
# Two pages that share more are too alike to be worth having both.
MAX_SIMILARITY = 0.2
WORD = re.compile(r"[^\W_]+", re.UNICODE)
Shingles = frozenset[tuple[str, ...]]


def split_shingles(text: str) -> Shingles:
    """Every run of eight words."""
    words = WORD.findall(text.lower())
    return frozenset(tuple(words[start : start + RUN_LENGTH]) for start in range(max(0, len(words) - RUN_LENGTH + 1)))


def shared_fraction(shingles: Shingles, others: Shingles) -> float:
    """Share of the smaller page's runs that the other has too: 0 to 1."""
    return len(shingles & others) / (min(len(shingles), len(others)) or 1)


def find_similar_pages(texts: Mapping[str, str], least: float) -> list[tuple[float, str, str]]:
    """Pairs of pages that share at least this much, most alike first. Only pairs with a common run are compared."""
    shingles = {name: split_shingles(text) for name, text in texts.items()}
    names_by_run: dict[tuple[str, ...], list[str]] = {}
    for name, runs in shingles.items():
        for run in runs:
            names_by_run.setdefault(run, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in names_by_run.values():
        shared.update(combinations(sorted(names), 2))
    pairs = (
        (count / (min(len(shingles[name]), len(shingles[other])) or 1), name, other)
        for (name, other), count in shared.items()
    )
    return sorted((pair for pair in pairs if pair[0] >= least), reverse=True)
