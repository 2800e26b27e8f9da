"""What machines read: the map of the site, the feed, the pictures that go with a shared link."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.library import queries, sharing
from saas.library.cards import LABELS
from saas.library.rules.addresses import INDEXES, href
from saas.library.shapes import Kind
from saas.library.views.showing import library_now, new_pen, site_url
from saas.web.page_cache import public_page
from saas.web.session import db

machines = Blueprint("machines", __name__)
PRIVATE = ("/start", "/intake", "/plan", "/dashboard", "/orders", "/admin")
OTHERS = ("/pricing", "/gift", "/seats", "/tools/runway")
# Cards of one page, found there by their anchor.
ANCHORED: tuple[Kind, ...] = ("term", "faq")
FEED_LENGTH = 40


@machines.get("/sitemap.xml")
@public_page
def sitemap() -> ResponseReturnValue:
    pages = [
        (href(kind, slug), page.checked_on)
        for (kind, slug), page in library_now().pages.items()
        if kind not in ANCHORED
    ]
    newest = max((day for _, day in pages), default=None)
    fixed = [
        *((path, newest) for path in INDEXES),
        *((path, None) for path in (*OTHERS, *current_app.extensions["more_pages"])),
    ]
    return _xml("library/sitemap.xml", base=site_url(), pages=[*fixed, *sorted(pages)])


@machines.get("/robots.txt")
@public_page
def robots() -> ResponseReturnValue:
    private = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    # The longer rule wins: what is invented may be read where what is kept may not.
    open_to_all = "".join(f"Allow: {path}\n" for path in current_app.extensions["more_pages"])
    return Response(f"User-agent: *\n{open_to_all}{private}Sitemap: {site_url()}/sitemap.xml\n", mimetype="text/plain")


@machines.get("/feed.xml")
@public_page
def feed() -> ResponseReturnValue:
    library = library_now()
    pen = new_pen(library)
    entries = [
        {"href": href(kind, slug), "at": at, "title": pen.plain(page.title), "text": pen.plain(page.description)}
        for kind, slug, at in queries.newest(db())
        if (page := library.pages.get((kind, slug))) and kind not in (*ANCHORED, "page")
    ][:FEED_LENGTH]
    return _xml("library/feed.xml", base=site_url(), entries=entries)


@machines.get("/shared/<path:path>.png")
@public_page
def picture(path: str) -> ResponseReturnValue:
    """The picture a link to a page is shared with."""
    library = library_now()
    pen = new_pen(library)
    titles = {href(kind, slug): (LABELS[kind], pen.plain(page.title)) for (kind, slug), page in library.pages.items()}
    titles |= sharing.FIXED
    if f"/{path}" not in titles and path != "home":
        raise NotFound("There is no such picture.")
    label, title = titles["/" if path == "home" else f"/{path}"]
    return Response(sharing.drawn(label, title), mimetype="image/png")


def _xml(template: str, **context: object) -> Response:
    return Response(render_template(template, **context), mimetype="application/xml")
