"""From what people call their work to the slug of a role or an occupation. Prefers no answer over a wrong one.

The long lists of O*NET titles are read when the first title is typed that our own titles do not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from saas.facts.occupations import Role, occupation_rows
from saas.facts.spelling import is_misspelling, shorter_keys, spelling_key, split_words
from saas.facts.tables import read_csv
from saas.facts.title_search import TitleIndex, merge_titles, to_singular

SlugByTitle = Mapping[str, str]
MAX_CHARACTERS = 120
# Levels of `merge_titles`: the occupation's own name, what people in it report, what O*NET lists beside it.
NAMED, REPORTED, LISTED = 0, 1, 2
# Thousands of openings a year; no occupation has as many, so openings only break ties.
MORE_OPENINGS_THAN_ANY = 100_000


@dataclass(frozen=True, slots=True)
class TitleMatcher:
    """Job titles, each leading to a slug. Ours are asked first.

    `titles` and `aliases` are of our roles, in lower case; `by_key` has both and the slugs by spelling key. `head_words`
    name a role by the last word alone. `alternates` holds O*NET titles that lead to one of our roles without doubt,
    `published` every other one; both are read only when our own titles do not answer.
    """

    titles: SlugByTitle
    aliases: SlugByTitle
    by_key: SlugByTitle
    head_words: SlugByTitle
    alternates: Callable[[], TitleIndex]
    published: Callable[[], TitleIndex]

    def find_slug(self, text: str) -> str | None:
        """The slug a text means, or None."""
        text = text[:MAX_CHARACTERS]
        typed = split_words(text)
        if not typed:
            return None
        return (
            self._find_exact("".join(typed))
            or self._find_shortened(text)
            or self._find_misspelled(typed)
            or self._find_by_head_word(typed)
            or next(self._find_near(typed, is_sure=True), None)
        )

    def suggest_slugs(self, text: str, limit: int) -> tuple[str, ...]:
        """Slugs for a text, complete or still being typed, likeliest first, none twice."""
        text = text[:MAX_CHARACTERS]
        typed = split_words(text)
        if not typed:
            return ()
        slugs: dict[str, None] = {}
        for slug in self._candidates(text, typed):
            slugs.setdefault(slug)
            if len(slugs) == limit:
                break
        return tuple(slugs)

    def is_own_title(self, text: str) -> bool:
        """True for a title, a slug or an alias of one of our own roles: the match involved no interpretation."""
        return self.by_key.get(spelling_key(text)) in self.titles.values()

    def _candidates(self, text: str, typed: list[str]) -> Iterator[str]:
        slug = self.find_slug(text)
        if slug:
            yield slug
        if "".join(typed) not in self.titles:
            yield from self.published().find_exact("".join(typed))
        yield from self._find_by_prefix(typed)
        yield from self._find_near(typed, is_sure=False)

    def _find_exact(self, key: str) -> str | None:
        own = self.by_key.get(key)
        if own:
            return own
        slugs = self.alternates().find_exact(key) or self.published().find_exact(key)
        return slugs[0] if slugs else None

    def _find_shortened(self, text: str) -> str | None:
        return next((slug for key in shorter_keys(text) if (slug := self._find_exact(key))), None)

    def _find_misspelled(self, typed: list[str]) -> str | None:
        for titles in (self.titles, self.aliases):
            slugs = {slug for title, slug in titles.items() if is_misspelling(typed, split_words(title))}
            if slugs:
                return slugs.pop() if len(slugs) == 1 else None
        alternates = self.alternates().find_misspelled(typed)
        return alternates[0] if len(alternates) == 1 else None

    def _find_by_head_word(self, typed: list[str]) -> str | None:
        """By the last word, where it names a role by itself: every kind of nurse is a nurse."""
        return self.head_words.get(typed[-1]) or self.head_words.get(typed[-1].removesuffix("s"))

    def _find_near(self, typed: list[str], *, is_sure: bool) -> Iterator[str]:
        yield from self.published().find_misspelled(typed)
        yield from self.published().find_by_shared_words(typed, is_sure=is_sure)

    def _find_by_prefix(self, typed: list[str]) -> Iterator[str]:
        """Slugs of titles in which every typed word begins a word: our titles first, and in each list the shortest first."""
        for titles in (self.titles, self.aliases):
            hits = [title for title in titles if has_prefixes(typed, title)]
            yield from (titles[title] for title in sorted(hits, key=len))
        yield from self.alternates().find_by_prefix(typed)
        yield from self.published().find_by_prefix(typed)


def has_prefixes(typed: list[str], title: str) -> bool:
    """True when every typed word is the beginning of a word of the title."""
    spaced = " " + title
    return all(" " + word in spaced for word in typed)


def read_titles(roles: Mapping[str, Role]) -> TitleMatcher:
    """A matcher over the titles and aliases of our roles, with the long lists unread."""
    titles = {role.title.lower(): slug for slug, role in roles.items()}
    aliases = _read_slugs("aliases.csv")
    by_key = _key_titles(aliases) | {spelling_key(slug): slug for slug in roles} | _key_titles(titles)
    head_words = {row["word"]: row["role"] for row in read_csv("heads.csv")}
    return TitleMatcher(
        MappingProxyType(titles),
        MappingProxyType(aliases),
        MappingProxyType(by_key),
        MappingProxyType(head_words),
        alternate_titles,
        published_titles,
    )


@cache
def alternate_titles() -> TitleIndex:
    """O*NET titles that lead to one of our roles without doubt."""
    titles = ((title, slug, NAMED) for title, slug in _read_slugs("alternate_titles.csv").items())
    return TitleIndex(merge_titles(titles, lambda title, slug: 0.0), {})


@cache
def published_titles() -> TitleIndex:
    """Every O*NET title, and the title of every occupation."""
    openings, own_words = {}, {}
    for row in (*read_csv("roles.csv"), *occupation_rows()):
        openings[row["slug"]] = float(row["openings_k"] or 0)
        own_words[row["slug"]] = frozenset(map(to_singular, split_words(f"{row['title']} {row['occupation']}")))

    def likelihood(title: str, slug: str) -> float:
        """Words in common with the name of the occupation decide; then the one that more people are hired for."""
        common = sum(to_singular(word) in own_words[slug] for word in title.split())
        return common + openings[slug] / MORE_OPENINGS_THAN_ANY

    return TitleIndex(merge_titles(_published_rows(), likelihood), openings)


def _published_rows() -> Iterator[tuple[str, str, int]]:
    for row in occupation_rows():
        yield from ((row[column], row["slug"], NAMED) for column in ("title", "slug", "occupation"))
    for row in read_csv("occupation_titles.csv"):
        for column, level in (("reported", REPORTED), ("others", LISTED)):
            yield from ((title, row["role"], level) for title in row[column].split("|"))


def _read_slugs(name: str) -> dict[str, str]:
    return {row["title"].lower(): row["role"] for row in read_csv(name)}


def _key_titles(titles: SlugByTitle) -> dict[str, str]:
    return {spelling_key(title): slug for title, slug in titles.items()}
