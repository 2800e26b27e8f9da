"""The order of what was found, alike on both databases: how well the title answers, then the database's own rank. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saas.library.rules.likeness import WORD
from saas.library.search.entries import Entry

TITLE, OTHER_NAMES, WHOLE = 3.0, 2.0, 4.0
# Of two pages that answer alike, the one written for the question.
KINDS = {
    "role": 0.6,
    "pivot": 0.6,
    "term": 0.5,
    "guide": 0.5,
    "state": 0.4,
    "situation": 0.3,
    "script": 0.3,
    "faq": 0.1,
}
STEM = 5


def ranked(entries: Iterable[Entry], terms: Sequence[str]) -> list[Entry]:
    """Stable: entries that score alike stay in the order they came."""
    scored = [(score(entry, terms) - place * 0.1, entry) for place, entry in enumerate(entries)]
    return [entry for _, entry in sorted(scored, key=lambda pair: -pair[0])]


def score(entry: Entry, terms: Sequence[str]) -> float:
    """Share of the words that stand in the title and in other names, and whether these are the whole name."""
    title, names = (WORD.findall(text.lower()) for text in (entry.title, entry.words))
    share = TITLE * _share(terms, title) + OTHER_NAMES * _share(terms, names)
    is_name = set(terms) <= set(names) and len(set(names)) <= len(terms) + 1
    return share + (WHOLE if is_name else 0.0) + KINDS.get(entry.kind, 0.0)


def _share(terms: Sequence[str], words: Sequence[str]) -> float:
    hits = sum(
        any(word.startswith(term) or (len(term) > STEM and word[:STEM] == term[:STEM]) for word in words)
        for term in terms
    )
    return hits / (len(terms) or 1)
