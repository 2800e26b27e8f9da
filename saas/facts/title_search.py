"""An index of job titles, searched by spelling key, by prefix, and by shared words; and the words of all titles.

A general word alone never matches: "manager" or "technician" says nothing about what somebody does.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from saas.facts.sources import read_table
from saas.facts.spelling import split_words

WORDS = read_table("title_words.toml").entries
GENERAL, RANKS = frozenset(WORDS["general"]), frozenset(WORDS["ranks"])
FILLER = frozenset(WORDS["seniority"]) | frozenset(WORDS["filler"])
MIN_SHARED, MAX_TITLES = 0.6, 40
# Letters from which a word may be a typo, and from which two letters may be wrong.
MIN_WORD, LONG_WORD = 5, 8
# A word of our own titles is likelier meant than a rare one of the long lists.
OWN_WEIGHT = 100
Slugs = tuple[str, ...]


class TitleIndex:
    """Titles in lower case, each with the slugs it leads to, likeliest first. `weight` breaks ties between slugs."""

    def __init__(self, titles: dict[str, Slugs], weight: Mapping[str, float]) -> None:
        self._titles = titles
        self._weight = weight

    @cached_property
    def _by_key(self) -> dict[str, str]:
        # Of two titles with one key the first wins: names of occupations come before the titles reported under them.
        return {title.replace(" ", ""): title for title in reversed(self._titles)}

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        return group_titles((word, title) for title in self._titles for word in set(map(to_singular, title.split())))

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(self._by_word)

    def find_exact(self, key: str) -> Slugs:
        """Slugs of the title with this spelling key, likeliest first; none for a general word or for ranks alone."""
        title = self._by_key.get(key)
        return () if title is None or is_uninformative(title.split()) else self._titles[title]

    def find_by_shared_words(self, typed: list[str], *, is_sure: bool) -> Slugs:
        """Slugs of the titles that share most words with the text, weighed by how rare each word is.

        The last specific word must be among them, and be what the title is about. `is_sure` asks that the text ends in
        a kind of work, as the title does: "recycling" is a subject, and "nurse something" is no nurse.
        """
        stems = [word for word in map(to_singular, typed) if word not in FILLER]
        known = [word for word in stems if word in self._by_word]
        specific = [word for word in known if word not in GENERAL and not word.isdigit()]
        if not specific or (is_sure and stems[-1] != known[-1]):
            return ()
        rarity = {word: math.log(len(self._titles) / len(self._by_word[word])) for word in known}
        candidates = (title for title in self._by_word[specific[-1]] if is_about(title, specific[-1]))
        if is_sure and known[-1] == specific[-1]:
            candidates = (title for title in candidates if to_singular(title.split()[-1]) == known[-1])
        scored = [(*self._score(title, known, rarity), title) for title in candidates]
        close = sorted(row for row in scored if -row[0] >= MIN_SHARED)
        return self._slugs(title for *_, title in close[:MAX_TITLES])

    def find_by_prefix(self, typed: list[str]) -> Slugs:
        """Titles in which every typed word begins a word: those that begin with the text first, then the shortest."""
        text, spaced = " ".join(typed), [" " + word for word in typed]
        hits = [title for title in self._having(max(typed, key=len)) if all(word in " " + title for word in spaced)]
        hits.sort(key=lambda title: (not title.startswith(text), len(title), self._rank(title)))
        return self._slugs(hits[:MAX_TITLES])

    def list_words(self) -> Iterable[tuple[str, int]]:
        """Each word of the titles in the singular, and in how many it stands."""
        return ((word, len(titles)) for word, titles in self._by_word.items())

    def load(self) -> None:
        """Build what is otherwise built when it is first asked for."""
        self.find_exact("")
        self._having("a")

    def _having(self, beginning: str) -> Iterable[str]:
        """Titles with a word of that beginning, each once. Words are in the singular, so the last letter may be missing."""
        words = self._sorted_words
        short = to_singular(beginning)
        place = bisect_left(words, short)
        titles: dict[str, None] = {}
        while place < len(words) and words[place].startswith(short):
            titles |= dict.fromkeys(self._by_word[words[place]])
            place += 1
        return titles

    def _score(self, title: str, known: list[str], rarity: Mapping[str, float]) -> tuple[float, int, float]:
        own = set(map(to_singular, title.split()))
        shared = [word for word in known if word in own]
        part = sum(rarity[word] for word in shared) / sum(rarity.values())
        return -round(part, 3), len(own) - len(shared), self._rank(title)

    def _rank(self, title: str) -> float:
        return -self._weight.get(self._titles[title][0], 0.0)

    def _slugs(self, titles: Iterable[str]) -> Slugs:
        return tuple(dict.fromkeys(slug for title in titles for slug in self._titles[title]))


class Speller:
    """The words of all titles. A word that no title has is taken for a typo of the nearest that one has."""

    def __init__(self, own: Iterable[Iterable[str]], indexes: Iterable[TitleIndex]) -> None:
        counts: Counter[str] = Counter()
        for index in indexes:
            counts.update(dict(index.list_words()))
        for titles in own:
            for title in titles:
                counts.update(dict.fromkeys(map(to_singular, split_words(title)), OWN_WEIGHT))
        self._counts = counts
        self._by_initial = group_titles((word[0], word) for word in counts if len(word) >= MIN_WORD)

    def knows(self, word: str) -> bool:
        return to_singular(word) in self._counts

    def correct(self, word: str) -> str:
        """The word, or the one it is a typo of. Short words turn into other work too easily: a baker is no banker."""
        if len(word) < MIN_WORD or self.knows(word) or not word.isalpha():
            return word
        limit = 1 if len(word) < LONG_WORD else 2
        near = process.extract(
            to_singular(word), self._by_initial.get(word[0], ()), scorer=OSA.distance, score_cutoff=limit, limit=None
        )
        return min(near, key=lambda hit: (hit[1], -self._counts[hit[0]]))[0] if near else word


def group_titles(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Titles by key, from pairs of key and title."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for key, title in pairs:
        by_key[key].append(title)
    return dict(by_key)


def to_singular(word: str) -> str:
    """The word in the singular, as far as a title needs it."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_general(typed: Iterable[str]) -> bool:
    """True when no word of it says what the work is."""
    return all(to_singular(word) in GENERAL or word in FILLER or word.isdigit() for word in typed)


def is_uninformative(title: list[str]) -> bool:
    """True for one general word, or for ranks alone."""
    return (len(title) == 1 and is_general(title)) or all(word in RANKS or word in FILLER for word in title)


def is_about(title: str, word: str) -> bool:
    """True when the word ends the title, but for general words: a recycling worker recycles, a monkey keeper keeps."""
    last = next((to_singular(own) for own in reversed(title.split()) if to_singular(own) not in GENERAL), "")
    return last == word


def merge_titles(titles: Iterable[tuple[str, str, int]], likelihood: Callable[[str, str], float]) -> dict[str, Slugs]:
    """Slugs by title, from (title, slug, level). A lower level comes first: the name of the occupation, then what people
    in it report, then what is only listed. Within a level the higher `likelihood(title, slug)` comes first."""
    levels_by_title: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for title, slug, level in titles:
        levels = levels_by_title[" ".join(split_words(title))]
        levels[slug] = min(level, levels.get(slug, level))

    def in_order(title: str, levels: Mapping[str, int]) -> Slugs:
        return tuple(sorted(levels, key=lambda slug: (levels[slug], -likelihood(title, slug), slug)))

    return {title: in_order(title, levels) for title, levels in levels_by_title.items() if title}
