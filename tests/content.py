"""The launch library, read once for all tests. A rule over it is one test that lists its offenders by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from saas.facts.loading import load_facts
from saas.library.catalogue import CatalogueStep
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.text import page_text
from saas.library.seed.loading import Seed, load_seed_catalogue, load_seeds


@cache
def all_seeds() -> tuple[Seed, ...]:
    return tuple(load_seeds())


def seeds_of(kind: Kind) -> list[Seed]:
    return [seed for seed in all_seeds() if seed.kind == kind]


def page_seeds() -> list[Seed]:
    """Those that readers have a page or a card of."""
    return [seed for seed in all_seeds() if KINDS[seed.kind].has_page]


def steps() -> tuple[CatalogueStep, ...]:
    return load_seed_catalogue().steps


def roles() -> Mapping[str, RolePage]:
    return load_seed_catalogue().roles


def pivots() -> Mapping[str, PivotPage]:
    return load_seed_catalogue().pivots


def name_of(seed: Seed) -> str:
    """“role accountant”."""
    return f"{seed.kind} {seed.slug}"


@cache
def page_texts() -> dict[str, str]:
    """The text of every page as it is read, without what stands around it, by its name."""
    return {name_of(seed): page_text(seed.content, lambda key: load_facts().figure(key).text) for seed in page_seeds()}
