"""Reading what people call their work. The long list of alternate titles is opened on the first name we do not know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from saas.facts.queries.tables import rows
from saas.facts.rules.names import Names
from saas.facts.rules.spelling import key
from saas.facts.shapes import Role


def read_names(roles: Mapping[str, Role]) -> Names:
    """Names over our titles and aliases, with the alternates unread."""
    titles = {role.title.lower(): slug for slug, role in roles.items()}
    aliases = listed("aliases.csv")
    keys = keyed(aliases) | {key(slug): slug for slug in roles} | keyed(titles)
    heads = {row["word"]: row["role"] for row in rows("heads.csv")}
    return Names(frozen(titles), frozen(aliases), frozen(keys), frozen(heads), alternates, alternate_keys)


@cache
def alternates() -> Mapping[str, str]:
    """O*NET titles in lower case."""
    return frozen(listed("alternate_titles.csv"))


@cache
def alternate_keys() -> Mapping[str, str]:
    """The same by spelling key."""
    return frozen(keyed(alternates()))


def frozen(titles: dict[str, str]) -> Mapping[str, str]:
    """The same, read-only."""
    return MappingProxyType(titles)


def listed(name: str) -> dict[str, str]:
    """Title to slug."""
    return {row["title"].lower(): row["role"] for row in rows(name)}


def keyed(titles: Mapping[str, str]) -> dict[str, str]:
    """Spelling key to slug."""
    return {key(title): slug for title, slug in titles.items()}
