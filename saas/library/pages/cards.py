"""Lists that lead from page to page, and the destinations a pivot page compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from saas.facts.categories import category_heading
from saas.facts.destinations import Destination
from saas.facts.loading import Facts
from saas.library.kinds.articles import GuidePage, HubPage
from saas.library.kinds.parts import STAGE_NAMES, Article, Page
from saas.library.kinds.pivots import PivotDestination, PivotPage
from saas.library.kinds.roles import RolePage, covered_roles
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.pages.related import find_related
from saas.library.pages.text import PageRenderer
from saas.library.pieces.queries import Library
from saas.web.templating import render_inline

PRICING_CARD = {"href": "/pricing", "label": "Price", "title": "What it costs",
         "text": "One price, paid once, and the refund terms beside it."}  # fmt: skip
Card = dict[str, Any]


def group_roles(library: Library, facts: Facts) -> list[tuple[str, list[Card]]]:
    """Published roles under the name of their category, categories and roles in alphabetical order."""
    groups: defaultdict[str, list[Card]] = defaultdict(list)
    for slug, page in library.catalogue.roles.items():
        role = facts.role(covered_roles(slug, page)[0])
        groups[category_heading(role.category if role else "")].append(
            {"slug": slug, "title": role_title(slug, page, facts), "text": render_inline(page.description)}
        )
    return sorted((heading, sorted(cards, key=lambda card: str(card["title"]))) for heading, cards in groups.items())


def role_title(slug: str, page: RolePage, facts: Facts) -> str:
    """“Teacher” where a page speaks for several; the role's own title where it is alone."""
    role = facts.role(slug)
    return role.title if role else slug.replace("-", " ").capitalize()


def build_cards(library: Library, kind: Kind, renderer: PageRenderer) -> list[Card]:
    return [build_card(kind, slug, page, renderer) for slug, page in library.of(kind).items()]


def group_by_stage(library: Library, kind: Kind, renderer: PageRenderer) -> list[tuple[str, list[Card]]]:
    """Pages of a kind under the name of their stage, in the order of the stages."""
    groups = {
        stage: [card for card in build_cards(library, kind, renderer) if card["stage"] == stage]
        for stage in STAGE_NAMES
    }
    return [(words[0].upper() + words[1:], groups[stage]) for stage, words in STAGE_NAMES.items() if groups[stage]]


def order_guides(library: Library, stage: str) -> list[tuple[str, GuidePage]]:
    """The guides of a hub, in the order in which it has them read."""
    hub = library.pages.get(("hub", stage))
    order = hub.guides if isinstance(hub, HubPage) else ()
    found = [
        (slug, page)
        for slug, page in library.of("guide").items()
        if isinstance(page, GuidePage) and page.stage == stage
    ]
    return sorted(found, key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[0]))


def read_next(library: Library, kind: Kind, slug: str, page: Page, facts: Facts, renderer: PageRenderer) -> list[Card]:
    """Cards that say why they are there: those the page names, then those near it."""

    def field_of(role: str) -> str:
        found = facts.role(role)
        return found.category if found else role

    def title_of(role: str) -> str:
        found = facts.role(role)
        return found.title if found else role.replace("-", " ")

    found = find_related(kind, slug, page, library.pages, field_of, title_of)
    cards = [
        build_card(match.kind, match.slug, library.pages[match.kind, match.slug], renderer) | {"why": match.why}
        for match in found
    ]
    return cards + _price(page)


def _price(page: Page) -> list[Card]:
    wanted = page.read_next if isinstance(page, Article) else ()
    return [PRICING_CARD | {"why": item.why} for item in wanted if item.href == PRICING_CARD["href"]]


def build_card(kind: Kind, slug: str, page: Page, renderer: PageRenderer) -> Card:
    return {
        "href": page_href(kind, slug), "slug": slug, "label": KINDS[kind].label, "title": renderer.plain(page.title),
        "text": renderer.plain(page.description), "stage": getattr(page, "stage", ""),
    }  # fmt: skip


def compare_destinations(page: PivotPage, facts: Facts) -> list[Card]:
    """Each destination of a pivot with its pay, and how near it is to each kind of work people come from."""
    origins = {origin.slug: origin.words for origin in page.compared_from}
    return [_compared(way, origins, facts) for way in page.destinations]


def _compared(way: PivotDestination, origins: Mapping[str, str], facts: Facts) -> Card:
    role = facts.role(way.slug)
    known = {words: found for slug, words in origins.items() if (found := _from(facts, slug, way.slug))}
    first = next(iter(known.values()), None)
    return {
        "slug": way.slug, "title": way.title, "training": way.training,
        "pay": first.pay if first else (role.pay if role else None),
        "pay_note": first.pay_source_note if first else (role.pay_note if role else ""),
        "source": first.pay.source if first else (role.pay.source if role else None),
        "uses_license": first.uses_license if first else "", "months": first.months_to_land if first else None,
        "nearness": [(words, found.percentile) for words, found in known.items() if found.percentile is not None],
    }  # fmt: skip


def _from(facts: Facts, origin: str, slug: str) -> Destination | None:
    return next((way for way in facts.destinations(origin) if way.slug == slug), None)
