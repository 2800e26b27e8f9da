"""The feed of new and changed pages, and the pictures that go with a shared link."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.library.kinds.addresses import page_href
from saas.library.kinds.spec import LABELS, Kind
from saas.library.pages import social_images
from saas.library.pages.rendering import current_library, new_renderer, site_url
from saas.library.pieces import queries
from saas.web.page_cache import public_page
from saas.web.session import db

library_feeds = Blueprint("library_feeds", __name__)
# Cards of one page, found there by their anchor.
ANCHORED: tuple[Kind, ...] = ("term", "faq")
FEED_LENGTH = 40


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
    text = render_template("library/feed.xml", base=site_url(), entries=entries)
    return Response(text, mimetype="application/xml")


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
