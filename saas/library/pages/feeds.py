"""What machines read: the map of the site, the feed, the pictures that go with a shared link."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.library.kinds.addresses import INDEX_PAGES, page_href
from saas.library.kinds.spec import LABELS, Kind
from saas.library.pages import social_images
from saas.library.pages.rendering import current_library, new_renderer, site_url
from saas.library.pieces import queries
from saas.web.page_cache import public_page
from saas.web.session import db

library_feeds = Blueprint("library_feeds", __name__)
PRIVATE = ("/start", "/intake", "/plan", "/dashboard", "/orders", "/admin")
OTHERS = ("/pricing", "/gift", "/seats", "/tools/runway")
# Cards of one page, found there by their anchor.
ANCHORED: tuple[Kind, ...] = ("term", "faq")
FEED_LENGTH = 40


@library_feeds.get("/sitemap.xml")
@public_page
def sitemap() -> ResponseReturnValue:
    pages = [
        (page_href(kind, slug), page.checked_on)
        for (kind, slug), page in current_library().pages.items()
        if kind not in ANCHORED
    ]
    newest = max((day for _, day in pages), default=None)
    fixed = [
        *((path, newest) for path in INDEX_PAGES),
        *((path, None) for path in (*OTHERS, *current_app.extensions["more_pages"])),
    ]
    return _xml("library/sitemap.xml", base=site_url(), pages=[*fixed, *sorted(pages)])


@library_feeds.get("/robots.txt")
@public_page
def robots() -> ResponseReturnValue:
    private = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    # The longer rule wins: what is invented may be read where what is kept may not.
    open_to_all = "".join(f"Allow: {path}\n" for path in current_app.extensions["more_pages"])
    return Response(f"User-agent: *\n{open_to_all}{private}Sitemap: {site_url()}/sitemap.xml\n", mimetype="text/plain")


@library_feeds.get("/feed.xml")
@public_page
def feed() -> ResponseReturnValue:
    library = current_library()
    pen = new_renderer(library)
    entries = [
        {"href": page_href(kind, slug), "at": at, "title": pen.plain(page.title), "text": pen.plain(page.description)}
        for kind, slug, at in queries.list_newest_pages(db())
        if (page := library.pages.get((kind, slug))) and kind not in (*ANCHORED, "page")
    ][:FEED_LENGTH]
    return _xml("library/feed.xml", base=site_url(), entries=entries)


@library_feeds.get("/shared/<path:path>.png")
@public_page
def social_image(path: str) -> ResponseReturnValue:
    """The picture a link to a page is shared with."""
    library = current_library()
    pen = new_renderer(library)
    titles = {
        page_href(kind, slug): (LABELS[kind], pen.plain(page.title)) for (kind, slug), page in library.pages.items()
    }
    titles |= social_images.FIXED_PAGES
    if f"/{path}" not in titles and path != "home":
        raise NotFound("There is no such picture.")
    label, title = titles["/" if path == "home" else f"/{path}"]
    return Response(social_images.render_social_image(label, title), mimetype="image/png")


def _xml(template: str, **context: object) -> Response:
    return Response(render_template(template, **context), mimetype="application/xml")
