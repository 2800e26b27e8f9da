"""What every page of the library needs: the published library, the facts, a pen, and the page itself or 404."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.kernel.errors import Missing
from saas.library import cards, queries
from saas.library.prose import Pen
from saas.library.queries import Library
from saas.library.rules import structured
from saas.library.shapes import Kind, Page, Shape
from saas.library.wanted import Facts
from saas.settings import Settings
from saas.web.session import db


def library_now() -> Library:
    return queries.published(db())


def facts() -> Facts:
    """Facts are a sibling feature; the app hands them over."""
    return cast(Facts, current_app.extensions["facts"])


def base_url() -> str:
    return cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")


def new_pen(library: Library, *, links_terms: bool = True) -> Pen:
    return Pen(facts().figure, library.terms if links_terms else None)


def page_or_404(library: Library, kind: Kind, slug: str) -> Page:
    page = library.pages.get((kind, slug))
    if page is None:
        raise Missing("There is no such page.")
    return page


def show(template: str, kind: Kind, slug: str, **more: Any) -> ResponseReturnValue:
    """One piece on its page, with its sources, what to read next, and itself as machines read it."""
    library = library_now()
    return draw(template, kind, slug, page_or_404(library, kind, slug), library, **more)


def draw(template: str, kind: Kind, slug: str, page: Page, library: Library, **more: Any) -> ResponseReturnValue:
    """The same for a page that need not be published yet."""
    pen = more.pop("pen", None) or new_pen(library)
    text = written(page, pen) | {"slug": slug, "read_next": cards.read_next(library, kind, slug, page, facts(), pen)}
    data = structured.of(kind, page, pen.plain, base_url(), request.path)
    return render_template(template, page=text, structured=data, today=clock.today(), **more)


def written(page: Shape, pen: Pen) -> dict[str, Any]:
    text = pen.rendered(page)
    return text | {"sources": pen.all_sources(page)}
