"""The published library as plans are composed from it: immutable, and small enough to stay in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saas.library.kinds.parts import Page
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import Kind
from saas.library.kinds.steps import StepContent


@dataclass(frozen=True, slots=True)
class CatalogueStep:
    """A step and the revision it comes from; revision 0 is a seed file, read without a database."""

    slug: str
    revision_id: int
    content: StepContent


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Role and pivot pages by slug. `version` changes with every publication."""

    steps: tuple[CatalogueStep, ...]
    roles: Mapping[str, RolePage]
    pivots: Mapping[str, PivotPage]
    version: str

    def page_of(self, role: str) -> RolePage | None:
        """The page that speaks for a role of `facts`: its own, or one that covers it with others."""
        return next((page for slug, page in self.roles.items() if role in (page.covers or (slug,))), None)


def build_catalogue(steps: Iterable[CatalogueStep], pages: Mapping[tuple[Kind, str], Page], version: str) -> Catalogue:
    roles = {slug: page for (_, slug), page in pages.items() if isinstance(page, RolePage)}
    pivots = {slug: page for (_, slug), page in pages.items() if isinstance(page, PivotPage)}
    return Catalogue(tuple(steps), roles, pivots, version)
