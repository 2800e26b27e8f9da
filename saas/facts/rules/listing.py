"""A long list of titles, searched four ways: by spelling key, by a slip of the finger, by its beginning, by shared words.

Nothing here guesses from a general word alone: "manager" or "technician" says nothing about what somebody does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from rapidfuzz.distance import OSA

from saas.facts.rules.spelling import SENIORITY, is_misspelling, words

GENERAL_WORDS = """
    administrator advisor agent aide analyst apprentice assistant associate attendant boss carrier chief clerk
    consultant contractor coordinator crew data director employee engineer executive expert foreman general hand head
    helper inspector installer instructor intern job laborer labor lead leader manager member nothing none
    officer operator operation owner partner person planner pm president processor professional programmer representative
    rep repairer retired scientist self setter shift specialist staff student supervisor support team tech technician
    technologist tender trainee trainer unemployed volunteer work worker writer
"""
IDLE_WORDS = "a an the of and my i am was at for in on to with full part time night day evening weekend shift seasonal temp temporary laid off fired jobless"
# Two of these together still say nothing: an assistant manager manages something.
RANK_WORDS = "assistant associate boss chief crew employee general head lead leader manager member shift staff supervisor team worker"
GENERAL = frozenset(GENERAL_WORDS.split())
RANKS = frozenset(RANK_WORDS.split())
IDLE = SENIORITY | frozenset(IDLE_WORDS.split())
ENOUGH, MOST_OFFERED = 0.6, 40
Slugs = tuple[str, ...]


class Listing:
    """Titles as words in lower case, each with the slugs it leads to, likeliest first. `weight` breaks ties between slugs."""

    def __init__(self, titles: dict[str, Slugs], weight: Mapping[str, float]) -> None:
        self._titles = titles
        self._weight = weight

    @cached_property
    def _by_key(self) -> dict[str, str]:
        # Of two spellings with one key the first speaks: names of work come before what is listed under it.
        return {title.replace(" ", ""): title for title in reversed(self._titles)}

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        return grouped((initials(title.split()), title) for title in self._titles)

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        return grouped((word, title) for title in self._titles for word in set(map(stem, title.split())))

    def exact(self, key: str) -> Slugs:
        """What a spelling key leads to, likeliest first; nothing for a general word or for ranks alone."""
        title = self._by_key.get(key)
        return () if title is None or says_nothing(title.split()) else self._titles[title]

    def slips(self, typed: list[str]) -> Slugs:
        """What was meant but for a letter or so in a long word, nearest first."""
        if is_general(typed):
            return ()
        alike = self._by_initials.get(initials(typed), ())
        near = [title for title in alike if is_misspelling(typed, title.split()) and not says_nothing(title.split())]
        text = " ".join(typed)
        return self._slugs(sorted(near, key=lambda title: (OSA.distance(text, title), self._rank(title))))

    def sharing(self, typed: list[str], *, is_sure: bool) -> Slugs:
        """What shares most words with the text, weighed by how rare they are. The last word that says what the work is
        must be among them, and be what the title is about. `is_sure` asks that the text ends in a kind of work, as the
        title does: "recycling" is a subject, and "nurse something" is no nurse."""
        said = [word for word in map(stem, typed) if word not in IDLE]
        wanted = [word for word in said if word in self._by_word]
        telling = [word for word in wanted if word not in GENERAL and not word.isdigit()]
        if not telling or (is_sure and said[-1] != wanted[-1]):
            return ()
        rarity = {word: math.log(len(self._titles) / len(self._by_word[word])) for word in wanted}
        about = (title for title in self._by_word[telling[-1]] if is_about(title, telling[-1]))
        if is_sure and wanted[-1] == telling[-1]:
            about = (title for title in about if stem(title.split()[-1]) == wanted[-1])
        scored = [(*self._score(title, wanted, rarity), title) for title in about]
        close = sorted(one for one in scored if -one[0] >= ENOUGH)
        return self._slugs(title for *_, title in close[:MOST_OFFERED])

    def beginning(self, typed: list[str]) -> Slugs:
        """Titles in which every typed word begins a word: those that begin with the text first, then the shortest."""
        first, text = " " + typed[0], " ".join(typed)
        hits = [title for title in self._titles if first in " " + title]
        hits = [title for title in hits if all(" " + word in " " + title for word in typed)]
        hits.sort(key=lambda title: (not title.startswith(text), len(title), self._rank(title)))
        return self._slugs(hits[:MOST_OFFERED])

    def _score(self, title: str, wanted: list[str], rarity: Mapping[str, float]) -> tuple[float, int, float]:
        own = set(map(stem, title.split()))
        shared = [word for word in wanted if word in own]
        part = sum(rarity[word] for word in shared) / sum(rarity.values())
        return -round(part, 3), len(own) - len(shared), self._rank(title)

    def _rank(self, title: str) -> float:
        return -self._weight.get(self._titles[title][0], 0.0)

    def _slugs(self, titles: Iterable[str]) -> Slugs:
        return tuple(dict.fromkeys(slug for title in titles for slug in self._titles[title]))


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Second parts by their first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, title in pairs:
        found[name].append(title)
    return dict(found)


def initials(typed: list[str]) -> str:
    """The first letters: no slip that we forgive changes them."""
    return "".join(word[0] for word in typed)


def stem(word: str) -> str:
    """The word in the singular, as far as a title needs it."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_general(typed: Iterable[str]) -> bool:
    """True when no word of it says what the work is."""
    return all(stem(word) in GENERAL or word in IDLE or word.isdigit() for word in typed)


def says_nothing(title: list[str]) -> bool:
    """True for one general word, or for ranks alone."""
    return (len(title) == 1 and is_general(title)) or all(word in RANKS or word in IDLE for word in title)


def is_about(title: str, word: str) -> bool:
    """True when the word ends the title, but for general words: a recycling worker recycles, a monkey keeper keeps."""
    last = next((stem(own) for own in reversed(title.split()) if stem(own) not in GENERAL), "")
    return last == word


def merged(titles: Iterable[tuple[str, str, int]], likely: Callable[[str, str], float]) -> dict[str, Slugs]:
    """Titles to slugs from (title, slug, level). A lower level comes first: the name of the work, then what people in it
    report, then what is only listed. Within a level `likely(title, slug)` decides."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for title, slug, level in titles:
        text = " ".join(words(title))
        found[text][slug] = min(level, found[text].get(slug, level))

    def ordered(title: str, slugs: Mapping[str, int]) -> Slugs:
        return tuple(sorted(slugs, key=lambda slug: (slugs[slug], -likely(title, slug), slug)))

    return {title: ordered(title, slugs) for title, slugs in found.items() if title}
