"""The order of what was found, alike on both databases: how well title and names answer, then the database's rank. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from saas.library.checks.similarity import WORD
from saas.library.kinds.spec import KINDS
from saas.library.search.entries import BETWEEN, Entry
from saas.library.search.parsing import STOP, Idea

TITLE, OTHER_NAMES, SUMMARY = 3.0, 2.0, 1.0
# The ideas are the whole name, or all of it but a word.
WHOLE, NEARLY = 4.0, 0.2
# All the ideas stand somewhere on the page.
ALL = 1.5
# A word that means the same counts for less than the one that was typed.
ANOTHER_WORD = 0.4
STEM = 5
# The place at which the database's rank has cost half of what it can cost.
HALFWAY = 10


def rank_entries(of_all: Sequence[Entry], of_any: Sequence[Entry], ideas: Sequence[Idea]) -> list[Entry]:
    """Entries that speak of all the ideas and of any of them, each as the database ranks it. Stable: what scores alike
    stays in that order."""
    scored = [(ALL + score_entry(entry, ideas) - _cost(place), entry) for place, entry in enumerate(of_all)]
    known = {entry.href for entry in of_all}
    more = [
        (score_entry(entry, ideas) - _cost(place), entry)
        for place, entry in enumerate(of_any)
        if entry.href not in known
    ]
    return [entry for _, entry in sorted([*scored, *more], key=lambda pair: -pair[0])]


def score_entry(entry: Entry, ideas: Sequence[Idea]) -> float:
    """Shares of the ideas in title, names and summary, and whether they are the name itself."""
    shares = (
        weight * _share(ideas, _words(text))
        for weight, text in ((TITLE, entry.title), (OTHER_NAMES, entry.words), (SUMMARY, entry.summary))
    )
    names = (entry.title.partition(":")[0], *entry.words.split(BETWEEN))
    return sum(shares) + max(_naming(ideas, _words(name)) for name in names) + KINDS[entry.kind].search_rank


def _cost(place: int) -> float:
    return place / (place + HALFWAY)


def _naming(ideas: Sequence[Idea], name: Sequence[str]) -> float:
    typed = [idea.typed for idea in ideas]
    if not typed or not all(_stands(term, name) for term in typed):
        return 0.0
    more = len({word for word in name if word not in STOP}) - sum(len(term.split()) for term in typed)
    return WHOLE if more <= 0 else NEARLY if more == 1 else 0.0


def _share(ideas: Sequence[Idea], words: Sequence[str]) -> float:
    return sum(_hit(idea, words) for idea in ideas) / (len(ideas) or 1)


def _hit(idea: Idea, words: Sequence[str]) -> float:
    if _stands(idea.typed, words):
        return 1.0
    return ANOTHER_WORD if any(_stands(other, words) for other in idea.others) else 0.0


def _stands(term: str, words: Sequence[str]) -> bool:
    """A phrase as it is; a word also where it begins another or shares its stem."""
    if " " in term:
        return f" {term} " in f" {' '.join(words)} "
    return any(word.startswith(term) or (len(term) > STEM and word[:STEM] == term[:STEM]) for word in words)


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())
