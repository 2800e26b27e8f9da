"""The order of results, alike on both databases: how well title and names answer, then the database's rank. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from saas.library.checks.similarity import WORD
from saas.library.kinds.spec import KINDS
from saas.library.search.entries import SEPARATOR, Entry
from saas.library.search.parsing import Idea, stop_words

TITLE_WEIGHT, NAMES_WEIGHT, SUMMARY_WEIGHT = 3.0, 2.0, 1.0
# The ideas are the whole name, or all of it but a word.
WHOLE_NAME, NEARLY_WHOLE_NAME = 4.0, 0.2
# All the ideas stand somewhere on the page.
ALL_IDEAS = 1.5
# A synonym counts for less than the word that was typed.
SYNONYM_SHARE = 0.4
STEM_LENGTH = 5
# The place at which the database's rank has cost half of what it can cost.
HALF_COST_PLACE = 10


def rank_entries(with_all: Sequence[Entry], with_any: Sequence[Entry], ideas: Sequence[Idea]) -> list[Entry]:
    """Entries that have all the ideas and entries that have any of them, each as the database ranks it. Stable: what scores
    alike stays in that order."""
    scored = [(ALL_IDEAS + score_entry(entry, ideas) - _cost(place), entry) for place, entry in enumerate(with_all)]
    hrefs = {entry.href for entry in with_all}
    others = [
        (score_entry(entry, ideas) - _cost(place), entry)
        for place, entry in enumerate(with_any)
        if entry.href not in hrefs
    ]
    return [entry for _, entry in sorted([*scored, *others], key=lambda pair: -pair[0])]


def score_entry(entry: Entry, ideas: Sequence[Idea]) -> float:
    """Shares of the ideas in title, names and summary, whether they are the name itself, and the rank of its kind."""
    weighted = ((TITLE_WEIGHT, entry.title), (NAMES_WEIGHT, entry.words), (SUMMARY_WEIGHT, entry.summary))
    shares = sum(weight * _share_of_ideas(ideas, _split_words(text)) for weight, text in weighted)
    names = (entry.title.partition(":")[0], *entry.words.split(SEPARATOR))
    return shares + max(_score_name(ideas, _split_words(name)) for name in names) + KINDS[entry.kind].search_rank


def _cost(place: int) -> float:
    return place / (place + HALF_COST_PLACE)


def _score_name(ideas: Sequence[Idea], name: Sequence[str]) -> float:
    terms = [idea.term for idea in ideas]
    if not terms or not all(_contains(name, term) for term in terms):
        return 0.0
    other_words = len({word for word in name if word not in stop_words()}) - sum(len(term.split()) for term in terms)
    return WHOLE_NAME if other_words <= 0 else NEARLY_WHOLE_NAME if other_words == 1 else 0.0


def _share_of_ideas(ideas: Sequence[Idea], words: Sequence[str]) -> float:
    return sum(_score_idea(idea, words) for idea in ideas) / (len(ideas) or 1)


def _score_idea(idea: Idea, words: Sequence[str]) -> float:
    if _contains(words, idea.term):
        return 1.0
    return SYNONYM_SHARE if any(_contains(words, synonym) for synonym in idea.synonyms) else 0.0


def _contains(words: Sequence[str], term: str) -> bool:
    """A phrase as it is; a word also where it begins another or shares its stem."""
    if " " in term:
        return f" {term} " in f" {' '.join(words)} "
    stem = term[:STEM_LENGTH]
    return any(word.startswith(term) or (len(term) > STEM_LENGTH and word[:STEM_LENGTH] == stem) for word in words)


def _split_words(text: str) -> list[str]:
    return WORD.findall(text.lower())
