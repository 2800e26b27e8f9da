"""Read next: pages that have something to do with this one, each with the reason. Pure.

First what the page's writer chose, then what is near by stage, by field, and by where people go from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from saas.library.kinds.parts import STAGE_NAMES, Article, Page
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import Kind, page_href

MAX_RELATED, MAX_PER_KIND = 4, 2
MIN_SHARED_DESTINATIONS = 3
FieldOf = Callable[[str], str]


class Match(NamedTuple):
    href: str
    kind: Kind
    slug: str
    why: str


def find_related(
    kind: Kind, slug: str, page: Page, pages: Mapping[tuple[Kind, str], Page], field_of: FieldOf, title_of: FieldOf
) -> list[Match]:
    """At most four. `field_of` and `title_of` tell a role's field and title by its slug in facts."""
    chosen = [
        *_chosen(page, pages),
        *_near(slug, page, pages, field_of, title_of),
        *_of_the_stage(kind, slug, page, pages),
    ]
    counts: Counter[Kind] = Counter()
    kept: dict[str, Match] = {}
    for match in chosen:
        if match.href in kept or match.href == page_href(kind, slug) or len(kept) == MAX_RELATED:
            continue
        if counts[match.kind] < MAX_PER_KIND:
            counts[match.kind] += 1
            kept[match.href] = match
    return list(kept.values())


def _chosen(page: Page, pages: Mapping[tuple[Kind, str], Page]) -> Iterator[Match]:
    by_href = {page_href(kind, slug): (kind, slug) for kind, slug in pages}
    for item in page.read_next if isinstance(page, Article) else ():
        if item.href in by_href:
            yield Match(item.href, *by_href[item.href], item.why)


def _near(
    slug: str, page: Page, pages: Mapping[tuple[Kind, str], Page], field_of: FieldOf, title_of: FieldOf
) -> Iterator[Match]:
    if isinstance(page, RolePage):
        yield from _ways_out(slug, page, pages)
        yield from _neighbors(slug, page, pages, field_of, title_of)
    elif isinstance(page, PivotPage):
        yield from _origins(page, pages)


def _ways_out(slug: str, page: RolePage, pages: Mapping[tuple[Kind, str], Page]) -> Iterator[Match]:
    own = set(page.covers or (slug,))
    for (kind, other), pivot in pages.items():
        if isinstance(pivot, PivotPage) and own & set(pivot.origins):
            yield Match(
                page_href(kind, other),
                kind,
                other,
                "A way out of this field, with four questions to ask before you commit.",
            )


def _neighbors(
    slug: str, page: RolePage, pages: Mapping[tuple[Kind, str], Page], field_of: FieldOf, title_of: FieldOf
) -> Iterator[Match]:
    own = _destinations(page)
    found: list[tuple[int, Match]] = []
    for (kind, other), role in pages.items():
        if not isinstance(role, RolePage) or other == slug:
            continue
        shared = sorted(own & _destinations(role))
        is_field = field_of((page.covers or (slug,))[0]) == field_of((role.covers or (other,))[0])
        if len(shared) >= MIN_SHARED_DESTINATIONS:
            names = " and ".join(title_of(one).lower() for one in shared[:2])
            found.append(
                (
                    len(shared) + 3 * is_field,
                    Match(page_href(kind, other), kind, other, f"Leads to some of the same work: {names}."),
                )
            )
        elif is_field:
            found.append((1, Match(page_href(kind, other), kind, other, "The same field, seen from the next desk.")))
    yield from (match for _, match in sorted(found, key=lambda pair: (-pair[0], pair[1].slug)))


def _destinations(page: RolePage) -> set[str]:
    return {slug for line in page.translation for slug in line.destinations}


def _origins(page: PivotPage, pages: Mapping[tuple[Kind, str], Page]) -> Iterator[Match]:
    for (kind, slug), role in pages.items():
        if isinstance(role, RolePage) and set(role.covers or (slug,)) & set(page.origins):
            yield Match(page_href(kind, slug), kind, slug, "The page for people who start this change from here.")


def _of_the_stage(kind: Kind, slug: str, page: Page, pages: Mapping[tuple[Kind, str], Page]) -> Iterator[Match]:
    stage = getattr(page, "stage", slug if kind == "hub" else "money-and-cover" if kind == "state" else "")
    for wanted in ("guide", "situation", "script"):
        for (of_kind, other), near in pages.items():
            if of_kind == wanted and getattr(near, "stage", "") == stage and stage in STAGE_NAMES:
                yield Match(page_href(of_kind, other), of_kind, other, f"For the same stage: {STAGE_NAMES[stage]}.")
