"""What is read at one sitting: situations, scripts, guides and their hubs, and the site's own pages."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.library import cards
from saas.library.rules.matching import STAGES
from saas.library.shapes import Kind
from saas.library.views.showing import library_now, new_pen, show
from saas.web.page_cache import public_page

reading = Blueprint("reading", __name__)
SITE_PAGES = ("refunds", "privacy", "terms", "ai", "about")


def _index(template: str, kind: Kind) -> ResponseReturnValue:
    library = library_now()
    return render_template(template, groups=cards.by_stage(library, kind, new_pen(library)))


@reading.get("/situations")
@public_page
def situations() -> ResponseReturnValue:
    return _index("library/situations.html", "situation")


@reading.get("/situations/<slug>")
@public_page
def situation(slug: str) -> ResponseReturnValue:
    return show("situation", slug)


@reading.get("/scripts")
@public_page
def scripts() -> ResponseReturnValue:
    return _index("library/scripts.html", "script")


@reading.get("/scripts/<slug>")
@public_page
def script(slug: str) -> ResponseReturnValue:
    return show("script", slug)


@reading.get("/guides")
@public_page
def guides() -> ResponseReturnValue:
    library = library_now()
    pen = new_pen(library)
    found = {card["slug"]: card for card in cards.cards_of(library, "hub", pen)}
    hubs = [
        found[stage] | {"guides": [cards.card_of("guide", *guide, pen) for guide in cards.in_order(library, stage)]}
        for stage in STAGES
        if stage in found
    ]
    return render_template("library/guides.html", hubs=hubs)


@reading.get("/guides/<slug>")
@public_page
def guide(slug: str) -> ResponseReturnValue:
    return show("guide", slug)


@reading.get("/guides/topics/<slug>")
@public_page
def hub(slug: str) -> ResponseReturnValue:
    return show("hub", slug)


for _slug in SITE_PAGES:
    reading.add_url_rule(f"/{_slug}", _slug, public_page(lambda slug=_slug: show("page", slug)))
