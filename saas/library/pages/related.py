"""Read next: pages that have something to do with this one, each with the reason. Pure.

First what the page's writer chose, then what is near by stage, by category, and by where people go from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from saas.library.kinds.parts import STAGE_NAMES, Article, Page
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage, covered_roles
from saas.library.kinds.spec import Kind, page_href

MAX_RELATED, MAX_PER_KIND = 4, 2
MIN_SHARED_DESTINATIONS = 3
Pages = Mapping[tuple[Kind, str], Page]
# Something about a role in facts, by its slug.
OfRole = Callable[[str], str]


class Match(NamedTuple):
    """A related page. `why` is a sentence for the reader."""

    href: str
    kind: Kind
    slug: str
    why: str


def find_related(kind: Kind, slug: str, page: Page, pages: Pages, category_of: OfRole, title_of: OfRole) -> list[Match]:
    """At most four, and at most two of a kind; never the page itself."""
    candidates = [
        *_find_chosen(page, pages),
        *_find_near(slug, page, pages, category_of, title_of),
        *_find_of_same_stage(kind, slug, page, pages),
    ]
    counts: Counter[Kind] = Counter()
    related: dict[str, Match] = {}
    for match in candidates:
        if match.href in related or match.href == page_href(kind, slug) or len(related) == MAX_RELATED:
            continue
        if counts[match.kind] < MAX_PER_KIND:
            counts[match.kind] += 1
            related[match.href] = match
    return list(related.values())


def _find_chosen(page: Page, pages: Pages) -> Iterator[Match]:
    by_href = {page_href(kind, slug): (kind, slug) for kind, slug in pages}
    for item in page.read_next if isinstance(page, Article) else ():
        if item.href in by_href:
            yield Match(item.href, *by_href[item.href], item.why)


def _find_near(slug: str, page: Page, pages: Pages, category_of: OfRole, title_of: OfRole) -> Iterator[Match]:
    if isinstance(page, RolePage):
        yield from _find_ways_out(slug, page, pages)
        yield from _find_neighbors(slug, page, pages, category_of, title_of)
    elif isinstance(page, PivotPage):
        yield from _find_origins(page, pages)


def _find_ways_out(slug: str, page: RolePage, pages: Pages) -> Iterator[Match]:
    why = "A way out of this field, with four questions to ask before you commit."
    for (kind, other), pivot in pages.items():
        if isinstance(pivot, PivotPage) and set(covered_roles(slug, page)) & set(pivot.origins):
            yield Match(page_href(kind, other), kind, other, why)


def _find_neighbors(slug: str, page: RolePage, pages: Pages, category_of: OfRole, title_of: OfRole) -> Iterator[Match]:
    """Roles that lead to some of the same work, then those of the same category."""
    category, destinations = category_of(covered_roles(slug, page)[0]), _list_destinations(page)
    scored: list[tuple[int, Match]] = []
    for (kind, other), role in pages.items():
        if not isinstance(role, RolePage) or other == slug:
            continue
        shared = sorted(destinations & _list_destinations(role))
        is_same_category = category_of(covered_roles(other, role)[0]) == category
        if len(shared) >= MIN_SHARED_DESTINATIONS:
            names = " and ".join(title_of(destination).lower() for destination in shared[:2])
            why = f"Leads to some of the same work: {names}."
            scored.append((len(shared) + 3 * is_same_category, Match(page_href(kind, other), kind, other, why)))
        elif is_same_category:
            why = "The same field, seen from the next desk."
            scored.append((1, Match(page_href(kind, other), kind, other, why)))
    yield from (match for _, match in sorted(scored, key=lambda pair: (-pair[0], pair[1].slug)))


def _list_destinations(page: RolePage) -> set[str]:
    return {slug for line in page.translation for slug in line.destinations}


def _find_origins(page: PivotPage, pages: Pages) -> Iterator[Match]:
    for (kind, slug), role in pages.items():
        if isinstance(role, RolePage) and set(covered_roles(slug, role)) & set(page.origins):
            yield Match(page_href(kind, slug), kind, slug, "The page for people who start this change from here.")


def _find_of_same_stage(kind: Kind, slug: str, page: Page, pages: Pages) -> Iterator[Match]:
    """A hub is named by its stage, and a state's page is about money."""
    stage = getattr(page, "stage", slug if kind == "hub" else "money-and-cover" if kind == "state" else "")
    for near_kind in ("guide", "situation", "script") if stage in STAGE_NAMES else ():
        for (other_kind, other), near in pages.items():
            if other_kind == near_kind and getattr(near, "stage", "") == stage:
                yield Match(page_href(near_kind, other), near_kind, other, f"For the same stage: {STAGE_NAMES[stage]}.")
