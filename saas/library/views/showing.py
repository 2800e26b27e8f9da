"""One piece on its page: its text, its sources, what to read next, and itself as machines read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.library import cards, queries
from saas.library.prose import Pen
from saas.library.queries import Library
from saas.library.rules import addresses, structured
from saas.library.shapes import Kind
from saas.library.shapes.parts import Page, Shape
from saas.library.shapes.reading import GuidePage
from saas.library.shapes.work import PivotPage, RolePage
from saas.settings import Settings
from saas.web.session import db
from saas.web.templating import render_inline

TEMPLATES: dict[Kind, str] = {
    "role": "library/role.html", "pivot": "library/pivot.html", "situation": "library/situation.html", "script": "library/script.html",
    "guide": "library/guide.html", "hub": "library/hub.html", "state": "library/state.html", "page": "site/page.html",
}  # fmt: skip


def library_now() -> Library:
    return queries.published(db())


def site_url() -> str:
    return cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")


def new_pen(library: Library, *, links_terms: bool = True) -> Pen:
    return Pen(load_facts().figure, clock.today(), library.terms if links_terms else None)


def page_or_404(library: Library, kind: Kind, slug: str) -> Page:
    page = library.pages.get((kind, slug))
    if page is None:
        raise NotFound("There is no such page.")
    return page


def show(kind: Kind, slug: str) -> ResponseReturnValue:
    library = library_now()
    return draw(kind, slug, page_or_404(library, kind, slug), library)


def draw(kind: Kind, slug: str, page: Page, library: Library, **more: Any) -> str:
    """The page of a piece, which need not be the published one."""
    pen = new_pen(library, links_terms=kind != "hub")
    text = written(page, pen) | {
        "slug": slug,
        "read_next": cards.read_next(library, kind, slug, page, load_facts(), pen),
    }
    data = structured.of(kind, page, pen.plain, site_url(), addresses.href(kind, slug))
    around = AROUND[kind](slug, page, library) if kind in AROUND else {}
    return render_template(TEMPLATES[kind], page=text, structured=data, today=clock.today(), **around, **more)


def written(page: Shape, pen: Pen) -> dict[str, Any]:
    text = pen.rendered(page)
    return text | {"sources": pen.all_sources(page)}


def grouped(library: Library, kind: Kind, stage: str) -> list[cards.Card]:
    """Cards of a kind that belong to a stage."""
    return [card for card in cards.cards_of(library, kind, new_pen(library)) if card["stage"] == stage]


def _around_role(slug: str, page: Page, _library: Library) -> dict[str, Any]:
    own = cast(RolePage, page)
    known = [found for one in cards.covered(slug, own) if (found := load_facts().role(one))]
    return {
        "role": known[0] if known else None,
        "roles": known,
        "role_title": cards.role_title(slug, own, load_facts()),
    }


def _around_pivot(_slug: str, page: Page, _library: Library) -> dict[str, Any]:
    return {"destinations": cards.destinations(cast(PivotPage, page), load_facts())}


def _around_guide(_slug: str, page: Page, library: Library) -> dict[str, Any]:
    return {"hub": library.pages.get(("hub", cast(GuidePage, page).stage))}


def _around_hub(slug: str, _page: Page, library: Library) -> dict[str, Any]:
    pen = new_pen(library, links_terms=False)
    guides = cards.in_order(library, slug)
    return {
        "guides": [{"slug": own, "title": guide.title, "lead": render_inline(pen.plain(guide.lead))} for own, guide in guides],
        "situations": grouped(library, "situation", slug), "scripts": grouped(library, "script", slug),
    }  # fmt: skip


def _around_state(slug: str, _page: Page, _library: Library) -> dict[str, Any]:
    return {"state": load_facts().state(slug)}


AROUND: dict[Kind, Callable[[str, Page, Library], dict[str, Any]]] = {
    "role": _around_role, "pivot": _around_pivot, "guide": _around_guide, "hub": _around_hub, "state": _around_state,
}  # fmt: skip
