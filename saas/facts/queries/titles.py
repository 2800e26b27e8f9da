"""Reading what people call their work. The long lists of titles are opened on the first name we do not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from saas.facts.queries.occupations import occupation_rows
from saas.facts.queries.tables import rows
from saas.facts.rules.listing import Listing, merged, stem
from saas.facts.rules.names import Names
from saas.facts.rules.spelling import key, words
from saas.facts.shapes import Role

NAMED, REPORTED, LISTED = 0, 1, 2
# Thousands of openings a year: no occupation has as many.
MORE_THAN_ANY = 100_000


def read_names(roles: Mapping[str, Role]) -> Names:
    """Names over our titles and aliases, with the long lists unread."""
    titles = {role.title.lower(): slug for slug, role in roles.items()}
    aliases = listed("aliases.csv")
    keys = keyed(aliases) | {key(slug): slug for slug in roles} | keyed(titles)
    heads = {row["word"]: row["role"] for row in rows("heads.csv")}
    return Names(frozen(titles), frozen(aliases), frozen(keys), frozen(heads), alternates, published)


@cache
def alternates() -> Listing:
    """O*NET titles that lead to one of our roles without doubt."""
    titles = ((title, slug, NAMED) for title, slug in listed("alternate_titles.csv").items())
    return Listing(merged(titles, lambda title, slug: 0.0), {})


@cache
def published() -> Listing:
    """Every O*NET title, and the title of every occupation."""
    openings, named = {}, {}
    for row in (*rows("roles.csv"), *occupation_rows()):
        openings[row["slug"]] = float(row["openings_k"] or 0)
        named[row["slug"]] = frozenset(map(stem, words(f"{row['title']} {row['occupation']}")))

    def likely(title: str, slug: str) -> float:
        """Words in common with the name of the work decide; then the work that more people are hired for."""
        common = sum(stem(word) in named[slug] for word in title.split())
        return common + openings[slug] / MORE_THAN_ANY

    return Listing(merged(_published(), likely), openings)


def _published() -> Iterator[tuple[str, str, int]]:
    for row in occupation_rows():
        yield from ((row[column], row["slug"], NAMED) for column in ("title", "slug", "occupation"))
    for row in rows("occupation_titles.csv"):
        for column, level in (("reported", REPORTED), ("others", LISTED)):
            yield from ((title, row["role"], level) for title in row[column].split("|"))


def frozen(titles: dict[str, str]) -> Mapping[str, str]:
    """The same, read-only."""
    return MappingProxyType(titles)


def listed(name: str) -> dict[str, str]:
    """Title to slug."""
    return {row["title"].lower(): row["role"] for row in rows(name)}


def keyed(titles: Mapping[str, str]) -> dict[str, str]:
    """Spelling key to slug."""
    return {key(title): slug for title, slug in titles.items()}
