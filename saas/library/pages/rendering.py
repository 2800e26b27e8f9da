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
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import Page
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage, covered_roles
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.pages import cards, structured_data
from saas.library.pages.glossary import load_glossary
from saas.library.pages.text import PageRenderer
from saas.library.pieces import queries
from saas.library.pieces.queries import Library
from saas.settings import Settings
from saas.web.session import db
from saas.web.templating import render_inline

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


def render_page(kind: Kind, slug: str, page: Page, library: Library, **more: Any) -> str:
    """The page of a piece, which need not be the published one."""
    renderer = new_renderer(library, links_terms=KINDS[kind].links_glossary)
    text = render_content(page, renderer) | {
        "slug": slug,
        "read_next": cards.read_next(library, kind, slug, page, load_facts(), renderer),
    }
    data = structured_data.describe_page(kind, page, renderer.plain, site_url(), page_href(kind, slug))
    around = EXTRA_CONTEXT[kind](slug, page, library) if kind in EXTRA_CONTEXT else {}
    return render_template(KINDS[kind].template, page=text, structured=data, today=clock.today(), **around, **more)


def render_content(page: Content, renderer: PageRenderer) -> dict[str, Any]:
    text = renderer.render(page)
    return text | {"sources": renderer.list_sources(page)}


def cards_of_stage(library: Library, kind: Kind, stage: str) -> list[cards.Card]:
    """Cards of a kind that belong to a stage."""
    return [card for card in cards.build_cards(library, kind, new_renderer(library)) if card["stage"] == stage]


def _around_role(slug: str, page: Page, _library: Library) -> dict[str, Any]:
    own = cast(RolePage, page)
    known = [found for one in covered_roles(slug, own) if (found := load_facts().role(one))]
    return {
        "role": known[0] if known else None,
        "roles": known,
        "role_title": cards.role_title(slug, own, load_facts()),
    }


def _around_pivot(_slug: str, page: Page, _library: Library) -> dict[str, Any]:
    return {"destinations": cards.compare_destinations(cast(PivotPage, page), load_facts())}


def _around_guide(_slug: str, page: Page, library: Library) -> dict[str, Any]:
    return {"hub": library.pages.get(("hub", cast(GuidePage, page).stage))}


def _around_hub(slug: str, _page: Page, library: Library) -> dict[str, Any]:
    renderer = new_renderer(library, links_terms=False)
    guides = cards.order_guides(library, slug)
    return {
        "guides": [{"slug": own, "title": guide.title, "lead": render_inline(renderer.plain(guide.lead))} for own, guide in guides],
        "situations": cards_of_stage(library, "situation", slug), "scripts": cards_of_stage(library, "script", slug),
    }  # fmt: skip


def _around_state(slug: str, _page: Page, _library: Library) -> dict[str, Any]:
    return {"state": load_facts().state(slug)}


EXTRA_CONTEXT: dict[Kind, Callable[[str, Page, Library], dict[str, Any]]] = {
    "role": _around_role, "pivot": _around_pivot, "guide": _around_guide, "hub": _around_hub, "state": _around_state,
}  # fmt: skip

PREVIEW_LAYOUT = "layouts/preview.html"


def render_preview(kind: Kind, slug: str, page: Page, library: Library, advice: Sequence[Fault]) -> str:
    """HTML without the site's header and footer, below what keeps it from being published. A card or a set of questions
    stands alone on its page."""
    if KINDS[kind].template:
        return render_page(kind, slug, page, library, layout=PREVIEW_LAYOUT, advice=advice)
    several = render_faq if kind == "faq" else render_glossary
    return several([(slug, page)], library, layout=PREVIEW_LAYOUT, advice=advice)


def render_faq(pages: Pages, library: Library, **more: Any) -> str:
    renderer = new_renderer(library)
    stages = [renderer.render(page) | {"slug": slug} for slug, page in pages]
    asked = [item for _, page in pages if isinstance(page, FaqPage) for item in page.questions]
    data = [structured_data.describe_questions(asked, renderer.plain)]
    return render_template(
        "library/faq.html",
        stages=stages,
        sources=renderer.list_sources(*(page for _, page in pages)),
        structured=data,
        today=clock.today(),
        **more,
    )


def render_glossary(pages: Pages, library: Library, **more: Any) -> str:
    renderer = new_renderer(library, links_terms=False)
    terms = [renderer.render(page) | {"slug": slug} for slug, page in pages]
    data = [structured_data.describe_glossary(pages, renderer.plain, site_url())]
    sources = renderer.list_sources(*(page for _, page in pages))
    return render_template(
        "library/glossary.html", terms=terms, sources=sources, structured=data, today=clock.today(), **more
    )
