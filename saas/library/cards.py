"""Lists that lead from page to page, and the destinations a pivot page compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from saas.library.catalogue import Catalogue
from saas.library.shapes import Page, PivotDestination, PivotPage, ReadNext
from saas.library.wanted import Destination, Occupations
from saas.web.templating import inline

FAMILIES = {
    "sales": "Sales", "finance": "Finance and accounting", "analytics": "Analysis", "operations": "Operations",
    "software": "Software", "product": "Product", "design": "Design", "marketing": "Marketing and writing",
    "hr": "People and hiring", "legal": "Law", "education": "Teaching", "clinical": "Clinical work",
}  # fmt: skip
FIXED = {"/pricing": ("Price", "What it costs", "One price, paid once, and the refund terms beside it.")}
# The page speaks to four kinds of clinician; each is compared from where it stands.
SHOWN_ORIGINS = {
    "registered-nurse": "nurse", "physician-family": "family physician", "pharmacist": "pharmacist",
    "physical-therapist": "physical therapist",
}  # fmt: skip


def role_groups(catalogue: Catalogue, occupations: Occupations) -> list[tuple[str, list[dict[str, str]]]]:
    """Published roles by family, each family and role in the order of its name."""
    groups: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for slug, page in catalogue.roles.items():
        role = occupations.role(slug)
        family = FAMILIES.get(role.category if role else "", "Other work")
        title = role.title if role else page.title
        groups[family].append({"slug": slug, "title": title, "text": inline(page.description)})
    return sorted((family, sorted(cards, key=lambda card: card["title"])) for family, cards in groups.items())


def pivot_cards(catalogue: Catalogue) -> list[dict[str, str]]:
    return [
        {"slug": slug, "title": page.title, "text": inline(page.description)} for slug, page in catalogue.pivots.items()
    ]


def read_next(catalogue: Catalogue, wanted: Iterable[ReadNext]) -> list[dict[str, str]]:
    """Cards that say why they are there. One whose page is not published is left out."""
    cards = (_card(catalogue, item.href) | {"why": item.why} for item in wanted)
    return [card for card in cards if card.get("title")]


def _card(catalogue: Catalogue, href: str) -> dict[str, str]:
    _, _, rest = href.partition("/")
    folder, _, slug = rest.partition("/")
    folders: dict[str, Mapping[str, Page]] = {"roles": catalogue.roles, "pivots": catalogue.pivots}
    pages = folders.get(folder, {})
    if slug in pages:
        label = "Role" if folder == "roles" else "Pivot"
        return {"href": href, "label": label, "title": pages[slug].title, "text": pages[slug].description}
    if href in FIXED:
        label, title, text = FIXED[href]
        return {"href": href, "label": label, "title": title, "text": text}
    return {}


def destinations(page: PivotPage, occupations: Occupations) -> list[dict[str, Any]]:
    """Each destination of a pivot with its pay, and how near it is to each kind of clinician's own work."""
    return [_compared(ways, occupations) for ways in page.destinations]


def _compared(way: PivotDestination, occupations: Occupations) -> dict[str, Any]:
    role = occupations.role(way.slug)
    known = {origin: _from(occupations, origin, way.slug) for origin in SHOWN_ORIGINS}
    first = next((found for found in known.values() if found), None)
    return {
        "slug": way.slug, "title": way.title, "text": inline(way.text), "training": way.training,
        "pay": first.pay if first else (role.pay if role else None),
        "pay_note": first.pay_source_note if first else (role.pay_note if role else ""),
        "source": first.pay.source if first else (role.pay.source if role else None),
        "uses_license": first.uses_license if first else "", "months": first.months_to_land if first else None,
        "nearness": [
            (SHOWN_ORIGINS[origin], found.percentile)
            for origin, found in known.items()
            if found and found.percentile is not None
        ],
    }  # fmt: skip


def _from(occupations: Occupations, origin: str, slug: str) -> Destination | None:
    return next((way for way in occupations.destinations(origin) if way.slug == slug), None)
