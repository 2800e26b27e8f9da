"""Where each kind of piece is read."""

from __future__ import annotations

from collections.abc import Iterable

from saas.library.kinds.spec import PAGELESS, Kind

PREFIXES: dict[Kind, str] = {
    "role": "/roles/",
    "pivot": "/pivots/",
    "situation": "/situations/",
    "script": "/scripts/",
    "guide": "/guides/",
    "hub": "/guides/topics/",
    "term": "/glossary#",
    "state": "/states/",
    "faq": "/faq#",
    "page": "/",
}
INDEX_PAGES = ("/", "/roles", "/pivots", "/situations", "/scripts", "/guides", "/faq", "/glossary", "/states")
OTHER_PAGES = ("/pricing", "/gift", "/seats", "/search", "/start", "/tools/runway", "/sign-in", "/sign-up", "/feed.xml", "/settings", "/orders",
          "/reset", "/plan", "/dashboard", "/dashboard/low-day")  # fmt: skip


def page_href(kind: Kind, slug: str) -> str:
    """The address of a published piece; empty for a kind without a page."""
    prefix = PREFIXES.get(kind, "")
    return prefix + slug if prefix else ""


def known_hrefs(pieces: Iterable[tuple[Kind, str]]) -> frozenset[str]:
    """Every address that a page may link to."""
    return frozenset(
        {*INDEX_PAGES, *OTHER_PAGES, *(page_href(kind, slug) for kind, slug in pieces if kind not in PAGELESS)}
    )
