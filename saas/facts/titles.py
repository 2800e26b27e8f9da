"""From what people call their work to the slug of a role or an occupation, or to a question with what it may mean.

Nothing is guessed in silence: a reading is sure, or it asks, or the title is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from saas.facts import title_fields
from saas.facts.occupations import Role, occupation_rows
from saas.facts.spelling import spelling_key, split_words
from saas.facts.tables import read_csv
from saas.facts.title_parts import Choice, TitleParts, Words, list_forms, parse_title, part_tables
from saas.facts.title_search import Speller, TitleIndex, is_general, merge_titles, to_singular

SlugByTitle = Mapping[str, str]
Confidence = Literal["sure", "ask", "unknown"]
MAX_CHARACTERS = 120
# As many as can be weighed at a glance.
MAX_SUGGESTIONS = 5
# Shorter ones that only the long lists know have a meaning in every trade.
MIN_LETTERS = 4
# So many occupations with one title that the likeliest is a guess.
MANY = 3
# Fewer suggestions than this are filled up with titles that are near.
FEW = 3
# Levels of `merge_titles`: the occupation's own name, what people in it report, what O*NET lists beside it.
NAMED, REPORTED, LISTED = 0, 1, 2
# Thousands of openings a year; no occupation has as many, so openings only break ties.
MORE_OPENINGS_THAN_ANY = 100_000


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says. `slug` is None unless the reading is sure; `suggestions` are slugs it may mean beside that.

    `level` is a value of the question of that key; `specialty` and `credential` are in words; `note` says why we ask.
    Each is empty where the title says nothing about it.
    """

    confidence: Confidence
    slug: str | None = None
    suggestions: tuple[str, ...] = ()
    level: str = ""
    specialty: str = ""
    credential: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TitleMatcher:
    """Job titles, each leading to a slug. Ours are asked first.

    `titles` and `aliases` are of our roles, in lower case; `by_key` has both and the slugs by spelling key. `head_words`
    name a role by the last word alone. `alternates` holds O*NET titles that lead to one of our roles without doubt,
    `published` every other one. `speller` knows the words of all of them.
    """

    titles: SlugByTitle
    aliases: SlugByTitle
    by_key: SlugByTitle
    head_words: SlugByTitle
    alternates: Callable[[], TitleIndex]
    published: Callable[[], TitleIndex]
    speller: Callable[[], Speller]

    def load(self) -> None:
        """Build the index, so that nobody's first title waits for it."""
        for build in (self.alternates, self.published):
            build().load()
        self.speller()
        part_tables()
        reported_keys()
        catch_alls()

    def read(self, text: str) -> TitleReading:
        """What the title says, and how sure that is."""
        text = text[:MAX_CHARACTERS]
        parts = parse_title(text)
        choice = self._find(split_words(text), parts)
        if choice is None and title_fields.find_kind(parts) == title_fields.ANY_PHYSICIAN:
            choice = replace(part_tables().choices[title_fields.ANY_PHYSICIAN], is_sure=False)
        if choice is None or (not choice.is_sure and len(choice.slugs) < FEW):
            slugs = tuple(dict.fromkeys((*(choice.slugs if choice else ()), *self._list_near(parts))))
            choice = Choice(slugs, choice.note if choice else "", is_sure=False)
        if not choice.slugs:
            return TitleReading("unknown")
        slug = choice.slugs[0] if choice.is_sure else None
        return TitleReading(
            "sure" if choice.is_sure else "ask",
            slug,
            tuple(other for other in choice.slugs if other != slug)[:MAX_SUGGESTIONS],
            parts.level,
            title_fields.specialty_name(parts, choice.slugs[0]),
            parts.credentials[0].name if parts.credentials else "",
            choice.note,
        )

    def find_slug(self, text: str) -> str | None:
        """The slug a text means, or None where it is not sure."""
        return self.read(text).slug

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
        key = spelling_key(text)
        return key not in part_tables().choices and self.by_key.get(key) in self.titles.values()

    def _find(self, typed: list[str], parts: TitleParts) -> Choice | None:
        if not typed:
            return None
        return (
            self._look_up_name(typed)
            or (None if parts.credential else self._look_up_name(parts.core))
            or self._find_clinical(parts)
            or self._look_up_listed(typed)
            or self._find_with_credential(parts)
        )

    def _look_up_name(self, words: Iterable[str]) -> Choice | None:
        """A title of several meanings that we know, one of ours, or the name of an occupation."""
        words, choices = tuple(words), part_tables().choices
        key = "".join(words)
        choice = choices.get(key) or choices.get("".join(word for word in words if word != "of"))
        if choice:
            return choice
        slug = self.by_key.get(key) or occupation_names().get(key)
        return Choice((slug,), "", is_sure=True) if slug else None

    def _look_up_listed(self, words: Iterable[str]) -> Choice | None:
        """A title of the long lists. Where many occupations have it, we ask."""
        words = tuple(words)
        key = "".join(words)
        own, listed = self.alternates().find_exact(key), self.published().find_exact(key)
        if not own and not listed:
            return None
        is_sure = len(key) >= MIN_LETTERS and (bool(own) or is_clear(words, listed))
        return Choice(own or listed, "", is_sure)

    def _find_clinical(self, parts: TitleParts) -> Choice | None:
        """A clinician in a setting or a specialty, where nothing else is said."""
        slug = title_fields.find_clinician(parts)
        if slug is None:
            return None
        return (
            self._look_up_name(("physician",))
            if slug == title_fields.ANY_PHYSICIAN
            else Choice((slug,), "", is_sure=True)
        )

    def _find_with_credential(self, parts: TitleParts) -> Choice | None:
        """By the words; by the credential where they say nothing, and where it is one of the meanings they have."""
        choice, credential = self._find_by_words(parts), parts.credential
        if credential is None or (choice and choice.is_sure):
            return choice
        slug = title_fields.find_role_of_credential(parts, credential)
        others = choice.slugs if choice else ()
        is_sure = choice is None or slug in others
        return Choice(tuple(dict.fromkeys((slug, *others))), choice.note if choice else "", is_sure)

    def _find_by_words(self, parts: TitleParts) -> Choice | None:
        forms = list_forms(parts)
        corrected = tuple(tuple(map(self.speller().correct, form)) for form in forms)
        for form in dict.fromkeys((*forms, *corrected)):
            choice = self._look_up_name(form) or self._look_up_listed(form)
            if choice:
                return choice
        segments = [tuple(map(self.speller().correct, segment)) for segment in parts.segments]
        return next(filter(None, map(self._find_by_ending, segments)), None)

    def _find_by_ending(self, words: Words) -> Choice | None:
        """By the last words: a kind of what they name, or that at an employer whose name no title has."""
        words = tuple(part_tables().without_noise(words))
        for place in range(1, len(words)):
            first, rest = words[:place], words[place:]
            if is_general(rest):
                break
            key = "".join(rest)
            own = () if key in part_tables().choices else self._own_slugs(key)
            is_known = any(map(self.speller().knows, first))
            slugs = own or self.published().find_exact(key)
            if slugs and (own or not is_known):
                # One word of a longer title names the work only where we say so: a biology teacher has a license of its own.
                return Choice(
                    slugs, "", is_sure=len(rest) > 1 or to_singular(rest[0]) in self.head_words or not is_known
                )
        word = to_singular(words[-1]) if words else ""
        return Choice((self.head_words[word],), "", is_sure=True) if word in self.head_words else None

    def _own_slugs(self, key: str) -> tuple[str, ...]:
        return (self.by_key[key],) if key in self.by_key else self.alternates().find_exact(key)

    def _list_near(self, parts: TitleParts) -> tuple[str, ...]:
        """What to ask about where nothing was found: titles that share the words, our own first."""
        words = [self.speller().correct(word) for word in part_tables().without_noise(parts.core)]
        if sum(map(len, words)) < MIN_LETTERS or is_general(words):
            return ()
        slugs: dict[str, None] = {}
        for slug in (*self._find_by_prefix(words), *self.published().find_by_shared_words(words, is_sure=False)):
            slugs.setdefault(slug)
        return tuple(slugs)[:MAX_SUGGESTIONS]

    def _candidates(self, text: str, typed: list[str]) -> Iterator[str]:
        reading = self.read(text)
        if reading.slug:
            yield reading.slug
        if "".join(typed) not in self.titles:
            yield from self.published().find_exact("".join(typed))
        if reading.slug or reading.note or spelling_key(text) in part_tables().choices:
            yield from reading.suggestions
        yield from self._find_by_prefix(typed)
        yield from reading.suggestions
        yield from self.published().find_by_shared_words(typed, is_sure=False)

    def _find_by_prefix(self, typed: list[str]) -> Iterator[str]:
        """Slugs of titles in which every typed word begins a word: our titles first, and in each list the shortest first."""
        for titles in (self.titles, self.aliases):
            hits = [title for title in titles if has_prefixes(typed, title)]
            yield from (titles[title] for title in sorted(hits, key=len))
        yield from self.alternates().find_by_prefix(typed)
        yield from self.published().find_by_prefix(typed)


def is_clear(words: Iterable[str], slugs: tuple[str, ...]) -> bool:
    """Whether the first of the occupations with a title is meant: few have it, or the first is named most like it.

    Where their names and the title have no word in common, people in the work must have reported it.
    """
    words = tuple(words)
    if slugs[0] in catch_alls():
        return False
    stems = set(map(to_singular, words))
    shared = [len(stems & set(map(to_singular, slug.split("-")))) for slug in slugs[:2]]
    if not shared[0] and "".join(words) not in reported_keys():
        return False
    return len(slugs) < MANY or shared[0] > shared[1]


@cache
def reported_keys() -> frozenset[str]:
    """Spelling keys of the titles that people in an occupation report as theirs."""
    return frozenset(spelling_key(title) for title, _, level in _published_rows() if level <= REPORTED)


@cache
def occupation_names() -> SlugByTitle:
    """Every occupation's slug by the spelling key of its title, its official name, and its slug."""
    columns = ("occupation", "title", "slug")
    return {spelling_key(row[column]): row["slug"] for column in columns for row in occupation_rows()}


@cache
def catch_alls() -> frozenset[str]:
    """Occupations that official tables keep for what fits nowhere else: never a reading by themselves."""
    return frozenset(row["slug"] for row in occupation_rows() if "All Other" in row["occupation"])


def has_prefixes(typed: list[str], title: str) -> bool:
    """True when every typed word is the beginning of a word of the title."""
    spaced = " " + title
    return all(" " + word in spaced for word in typed)


def read_titles(roles: Mapping[str, Role]) -> TitleMatcher:
    """A matcher over the titles and aliases of our roles, with the long lists unread until `load`."""
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
        cache(lambda: Speller((titles, aliases), (alternate_titles(), published_titles()))),
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
