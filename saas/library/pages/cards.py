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
from saas.library.kinds.roles import covered_roles
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.pages.page_renderer import PageRenderer
from saas.library.pages.related import find_related
from saas.library.pieces.queries import Library
from saas.web.templating import render_inline

PRICING_CARD = {
    "href": "/pricing",
    "label": "Price",
    "title": "What it costs",
    "text": "One price, paid once, and the refund terms beside it.",
}
Card = dict[str, Any]


def build_card(kind: Kind, slug: str, page: Page, renderer: PageRenderer) -> Card:
    return {
        "href": page_href(kind, slug),
        "slug": slug,
        "label": KINDS[kind].label,
        "title": renderer.plain(page.title),
        "text": renderer.plain(page.description),
        "stage": getattr(page, "stage", ""),
    }


def build_cards(library: Library, kind: Kind, renderer: PageRenderer) -> list[Card]:
    return [build_card(kind, slug, page, renderer) for slug, page in library.pages_of(kind).items()]


def group_by_stage(library: Library, kind: Kind, renderer: PageRenderer) -> list[tuple[str, list[Card]]]:
    """Pages of a kind under the name of their stage, in the order of the stages."""
    cards = build_cards(library, kind, renderer)
    groups = {stage: [card for card in cards if card["stage"] == stage] for stage in STAGE_NAMES}
    return [(name[0].upper() + name[1:], groups[stage]) for stage, name in STAGE_NAMES.items() if groups[stage]]


def group_roles(library: Library, facts: Facts) -> list[tuple[str, list[Card]]]:
    """Published roles under the heading of their category, each heading and role in the order of its name."""
    groups: defaultdict[str, list[Card]] = defaultdict(list)
    for slug, page in library.catalogue.roles.items():
        role = facts.role(covered_roles(slug, page)[0])
        card = {"slug": slug, "title": role_title(slug, facts), "text": render_inline(page.description)}
        groups[category_heading(role.category if role else "")].append(card)
    return sorted((heading, sorted(cards, key=lambda card: str(card["title"]))) for heading, cards in groups.items())


def role_title(slug: str, facts: Facts) -> str:
    """The role's own title; “Teacher” for a page that speaks for several, and whose slug no role has."""
    role = facts.role(slug)
    return role.title if role else slug.replace("-", " ").capitalize()


def order_guides(library: Library, stage: str) -> list[tuple[str, GuidePage]]:
    """The guides of a hub by slug, in the order in which it has them read."""
    hub = library.pages.get(("hub", stage))
    order = hub.guides if isinstance(hub, HubPage) else ()
    guides = [
        (slug, page)
        for slug, page in library.pages_of("guide").items()
        if isinstance(page, GuidePage) and page.stage == stage
    ]
    return sorted(guides, key=lambda guide: (order.index(guide[0]) if guide[0] in order else len(order), guide[0]))


def build_related_cards(
    library: Library, kind: Kind, slug: str, page: Page, facts: Facts, renderer: PageRenderer
) -> list[Card]:
    """What to read next, each with its reason: the pages that this one names, then those near it."""

    def category_of(slug: str) -> str:
        role = facts.role(slug)
        return role.category if role else slug

    def title_of(slug: str) -> str:
        role = facts.role(slug)
        return role.title if role else slug.replace("-", " ")

    related = find_related(kind, slug, page, library.pages, category_of, title_of)
    cards = [
        build_card(match.kind, match.slug, library.pages[match.kind, match.slug], renderer) | {"why": match.why}
        for match in related
    ]
    named = page.read_next if isinstance(page, Article) else ()
    return cards + [PRICING_CARD | {"why": item.why} for item in named if item.href == PRICING_CARD["href"]]


def compare_destinations(page: PivotPage, facts: Facts) -> list[Card]:
    """Each destination of a pivot with its pay, and how near it is to each kind of work people come from."""
    origins = {origin.slug: origin.words for origin in page.compared_from}
    return [_compare_destination(destination, origins, facts) for destination in page.destinations]


def _compare_destination(destination: PivotDestination, origins: Mapping[str, str], facts: Facts) -> Card:
    role = facts.role(destination.slug)
    by_words = {words: _find_destination(facts, origin, destination.slug) for origin, words in origins.items()}
    known = {words: match for words, match in by_words.items() if match}
    first = next(iter(known.values()), None)
    return {
        "slug": destination.slug,
        "title": destination.title,
        "training": destination.training,
        "pay": first.pay if first else (role.pay if role else None),
        "pay_note": first.pay_source_note if first else (role.pay_note if role else ""),
        "source": first.pay.source if first else (role.pay.source if role else None),
        "uses_license": first.uses_license if first else "",
        "months": first.months_to_land if first else None,
        "nearness": [(words, each.percentile) for words, each in known.items() if each.percentile is not None],
    }


def _find_destination(facts: Facts, origin: str, slug: str) -> Destination | None:
    return next((destination for destination in facts.destinations(origin) if destination.slug == slug), None)
