"""The feed of new and changed pages, and the social images of all of them."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.library.kinds.spec import KINDS, page_href
from saas.library.pages import social_images
from saas.library.pages.rendering import current_library, new_renderer, site_url
from saas.library.pieces import queries
from saas.web.limits import limiter
from saas.web.page_cache import public_page
from saas.web.session import db

library_feeds = Blueprint("library_feeds", __name__)
FEED_LENGTH = 40


@library_feeds.get("/feed.xml")
@public_page
def feed() -> ResponseReturnValue:
    library = current_library()
    renderer = new_renderer(library)
    entries = [
        {
            "href": page_href(kind, slug),
            "at": written_at,
            "title": renderer.plain(page.title),
            "text": renderer.plain(page.description),
        }
        for kind, slug, written_at in queries.list_newest_pages(db())
        if (page := library.pages.get((kind, slug))) and KINDS[kind].is_article
    ][:FEED_LENGTH]
    text = render_template("library/feed.xml", base=site_url(), entries=entries)
    return Response(text, mimetype="application/xml")


@library_feeds.get("/shared/<path:path>.png")
@limiter.limit("120 per minute")
@public_page
def social_image(path: str) -> ResponseReturnValue:
    """The image that a link to a page is shared with."""
    library = current_library()
    renderer = new_renderer(library)
    titles = {
        page_href(kind, slug): (KINDS[kind].label, renderer.plain(page.title))
        for (kind, slug), page in library.pages.items()
    }
    titles |= social_images.list_fixed_pages()
    if f"/{path}" not in titles and path != "home":
        raise NotFound("There is no such picture.")
    label, title = titles["/" if path == "home" else f"/{path}"]
    # The one thing that other sites are meant to show.
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(social_images.render_social_image(label, title), mimetype="image/png", headers=headers)
