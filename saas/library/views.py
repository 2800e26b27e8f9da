"""The public library: roles, pivots, the site's own pages, and what search engines read."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.kernel.errors import Missing
from saas.library import cards, queries
from saas.library.prose import rendered
from saas.library.shapes import SitePage
from saas.library.wanted import Occupations
from saas.settings import Settings
from saas.web.pages import public_page
from saas.web.session import db
from saas.web.templating import markdown

library = Blueprint("library", __name__)
SITE_PAGES = ("refunds", "privacy", "terms", "ai", "about")
FIXED = ("/", "/roles", "/pivots", "/pricing", *(f"/{slug}" for slug in SITE_PAGES))


def _occupations() -> Occupations:
    """Facts are a sibling feature; the app hands them over."""
    return cast(Occupations, current_app.extensions["facts"])


@library.get("/roles")
@public_page
def roles() -> ResponseReturnValue:
    groups = cards.role_groups(queries.catalogue(db()), _occupations())
    return render_template("library/roles.html", groups=groups)


@library.get("/roles/<slug>")
@public_page
def role(slug: str) -> ResponseReturnValue:
    catalogue = queries.catalogue(db())
    page = catalogue.roles.get(slug)
    if page is None:
        raise Missing("There is no such role.")
    read_next = cards.read_next(catalogue, page.read_next)
    role = _occupations().role(slug)
    text = rendered(page) | {"slug": slug, "read_next": read_next, "sources": page.sources}
    return render_template("library/role.html", page=text, role=role)


@library.get("/pivots")
@public_page
def pivots() -> ResponseReturnValue:
    return render_template("library/pivots.html", pivots=cards.pivot_cards(queries.catalogue(db())))


@library.get("/pivots/<slug>")
@public_page
def pivot(slug: str) -> ResponseReturnValue:
    catalogue = queries.catalogue(db())
    page = catalogue.pivots.get(slug)
    if page is None:
        raise Missing("There is no such pivot.")
    compared = cards.destinations(page, _occupations())
    read_next = cards.read_next(catalogue, page.read_next)
    text = rendered(page) | {"slug": slug, "destinations": compared, "read_next": read_next, "sources": page.sources}
    return render_template("library/pivot.html", page=text)


def _site_page(slug: str) -> ResponseReturnValue:
    page: SitePage | None = queries.published(db()).pages.get(slug)
    if page is None:
        raise Missing("There is no such page.")
    return render_template("site/page.html", title=page.title, body=markdown(page.body), checked_on=page.checked_on)


for _slug in SITE_PAGES:
    library.add_url_rule(f"/{_slug}", _slug, public_page(lambda slug=_slug: _site_page(slug)))


@library.get("/sitemap.xml")
@public_page
def sitemap() -> ResponseReturnValue:
    catalogue = queries.catalogue(db())
    paths = [*FIXED, *(f"/roles/{slug}" for slug in catalogue.roles), *(f"/pivots/{slug}" for slug in catalogue.pivots)]
    base = cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")
    return Response(render_template("library/sitemap.xml", base=base, paths=paths), mimetype="application/xml")


@library.get("/robots.txt")
@public_page
def robots() -> ResponseReturnValue:
    base = cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")
    private = "".join(
        f"Disallow: {path}\n" for path in ("/start", "/intake", "/plan", "/dashboard", "/orders", "/admin")
    )
    return Response(f"User-agent: *\n{private}Sitemap: {base}/sitemap.xml\n", mimetype="text/plain")
