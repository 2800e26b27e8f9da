"""What a category of work is called, above a list and inside a sentence. The names are ours: `data/categories.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from saas.facts.sources import read_table


@dataclass(frozen=True, slots=True)
class Category:
    """`heading` stands above a list of roles: "Teaching". `phrase` stands in a sentence: "teaching and education"."""

    slug: str
    heading: str
    phrase: str


def _read_categories() -> Mapping[str, Category]:
    entries = read_table("categories.toml").entries
    return MappingProxyType({slug: Category(slug, **entry) for slug, entry in entries.items()})


CATEGORIES = _read_categories()


def category_heading(slug: str) -> str:
    """What stands above roles of the category; “Other work” for one that we do not know."""
    category = CATEGORIES.get(slug)
    return category.heading if category else "Other work"


def category_phrase(slug: str) -> str:
    """The category as a person would say it; the slug itself where we have no words for it."""
    category = CATEGORIES.get(slug)
    return category.phrase if category else slug
