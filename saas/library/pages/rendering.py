"""One piece on its page: its text, its sources, what to read next and its structured data, published or as a preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from flask import current_app, render_template

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.library.checks.content import Fault
from saas.library.kinds.articles import FaqPage, GuidePage
from saas.library.kinds.parts import Page
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage, covered_roles
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.pages import cards, structured_data
from saas.library.pages.glossary import load_glossary
from saas.library.pages.page_renderer import PageRenderer
from saas.library.pieces import queries
from saas.library.pieces.queries import Library
from saas.settings import Settings
from saas.web.session import db
from saas.web.templating import render_inline

PREVIEW_LAYOUT = "layouts/preview.html"
Pages = Sequence[tuple[str, Page]]


def current_library() -> Library:
    return queries.load_library(db())


def site_url() -> str:
    return cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")


def new_renderer(library: Library, *, links_terms: bool = True) -> PageRenderer:
    return PageRenderer(load_facts().figure, clock.today(), load_glossary(library) if links_terms else None)


def get_page(library: Library, kind: Kind, slug: str) -> Page:
    page = library.pages.get((kind, slug))
    if page is None:
        raise NotFound("There is no such page.")
    return page


def render_page(kind: Kind, slug: str, page: Page, library: Library, **context: Any) -> str:
    """The page of a piece, which need not be the published one. The template gets its fields as `page`, and for some kinds
    more of what stands around it."""
    renderer = new_renderer(library, links_terms=KINDS[kind].links_glossary)
    fields = renderer.render(page) | {
        "slug": slug,
        "sources": renderer.list_sources(page),
        "read_next": cards.build_related_cards(library, kind, slug, page, load_facts(), renderer),
    }
    data = structured_data.describe_page(kind, page, renderer.plain, site_url(), page_href(kind, slug))
    if kind in MORE_CONTEXT:
        context |= MORE_CONTEXT[kind](slug, page, library)
    return render_template(KINDS[kind].template, page=fields, structured=data, today=clock.today(), **context)


def _role_context(slug: str, page: Page, _library: Library) -> dict[str, Any]:
    facts = load_facts()
    roles = [role for covered in covered_roles(slug, cast(RolePage, page)) if (role := facts.role(covered))]
    return {"role": roles[0] if roles else None, "roles": roles, "role_title": cards.role_title(slug, facts)}


def _pivot_context(_slug: str, page: Page, _library: Library) -> dict[str, Any]:
    return {"destinations": cards.compare_destinations(cast(PivotPage, page), load_facts())}


def _guide_context(_slug: str, page: Page, library: Library) -> dict[str, Any]:
    return {"hub": library.pages.get(("hub", cast(GuidePage, page).stage))}


def _hub_context(slug: str, _page: Page, library: Library) -> dict[str, Any]:
    renderer = new_renderer(library, links_terms=False)
    guides = [
        {"slug": guide_slug, "title": guide.title, "lead": render_inline(renderer.plain(guide.lead))}
        for guide_slug, guide in cards.order_guides(library, slug)
    ]
    return {"guides": guides} | {
        name: [card for card in cards.build_cards(library, kind, renderer) if card["stage"] == slug]
        for name, kind in (("situations", "situation"), ("scripts", "script"))
    }


def _state_context(slug: str, _page: Page, _library: Library) -> dict[str, Any]:
    return {"state": load_facts().state(slug)}


MORE_CONTEXT: dict[Kind, Callable[[str, Page, Library], dict[str, Any]]] = {
    "role": _role_context,
    "pivot": _pivot_context,
    "guide": _guide_context,
    "hub": _hub_context,
    "state": _state_context,
}


def render_preview(kind: Kind, slug: str, page: Page, library: Library, advice: Sequence[Fault]) -> str:
    """The page without the site's header and footer, below what keeps it from being published. A glossary term or a set of
    answered questions stands alone on its page."""
    if KINDS[kind].template:
        return render_page(kind, slug, page, library, layout=PREVIEW_LAYOUT, advice=advice)
    render_cards = render_faq if kind == "faq" else render_glossary
    return render_cards([(slug, page)], library, layout=PREVIEW_LAYOUT, advice=advice)


def render_faq(pages: Pages, library: Library, **context: Any) -> str:
    renderer = new_renderer(library)
    stages = [renderer.render(page) | {"slug": slug} for slug, page in pages]
    questions = [item for _, page in pages if isinstance(page, FaqPage) for item in page.questions]
    return render_template(
        "library/faq.html",
        stages=stages,
        sources=renderer.list_sources(*(page for _, page in pages)),
        structured=[structured_data.describe_questions(questions, renderer.plain)],
        today=clock.today(),
        **context,
    )


def render_glossary(pages: Pages, library: Library, **context: Any) -> str:
    renderer = new_renderer(library, links_terms=False)
    terms = [renderer.render(page) | {"slug": slug} for slug, page in pages]
    return render_template(
        "library/glossary.html",
        terms=terms,
        sources=renderer.list_sources(*(page for _, page in pages)),
        structured=[structured_data.describe_glossary(pages, renderer.plain, site_url())],
        today=clock.today(),
        **context,
    )
