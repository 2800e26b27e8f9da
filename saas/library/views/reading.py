"""What is read at one sitting: situations, scripts, guides and their hubs, and the site's own pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.library import cards
from saas.library.rules.matching import STAGES
from saas.library.shapes import Kind
from saas.library.views.showing import library_now, new_pen, page_or_404, show, written
from saas.web.pages import public_page

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
    return show("library/situation.html", "situation", slug)


@reading.get("/scripts")
@public_page
def scripts() -> ResponseReturnValue:
    return _index("library/scripts.html", "script")


@reading.get("/scripts/<slug>")
@public_page
def script(slug: str) -> ResponseReturnValue:
    return show("library/script.html", "script", slug)


@reading.get("/guides")
@public_page
def guides() -> ResponseReturnValue:
    library = library_now()
    found = {card["slug"]: card for card in cards.cards_of(library, "hub", new_pen(library))}
    hubs = [found[stage] for stage in STAGES if stage in found]
    return render_template("library/guides.html", hubs=hubs, groups=dict(_groups("guide")))


@reading.get("/guides/<slug>")
@public_page
def guide(slug: str) -> ResponseReturnValue:
    page = page_or_404(library_now(), "guide", slug)
    hub = library_now().pages.get(("hub", getattr(page, "stage", "")))
    return show("library/guide.html", "guide", slug, hub=hub)


@reading.get("/guides/topics/<slug>")
@public_page
def hub(slug: str) -> ResponseReturnValue:
    library = library_now()
    page_or_404(library, "hub", slug)
    pen = new_pen(library, links_terms=False)
    answers = [
        written(page, pen) | {"slug": own}
        for own, page in library.of("guide").items()
        if getattr(page, "stage", "") == slug
    ]
    near = {kind: dict(_groups(kind)).get(slug, []) for kind in ("situation", "script")}
    return show("library/hub.html", "hub", slug, guides=answers, situations=near["situation"], scripts=near["script"])


def _groups(kind: Kind) -> list[tuple[str, list[cards.Card]]]:
    """Cards of a kind by the slug of their stage."""
    library = library_now()
    found = cards.cards_of(library, kind, new_pen(library))
    return [
        (stage, [card for card in found if card["stage"] == stage]) for stage in {card["stage"]: 0 for card in found}
    ]


def _site_page(slug: str) -> Callable[[], ResponseReturnValue]:
    return public_page(lambda: show("site/page.html", "page", slug))


for _slug in SITE_PAGES:
    reading.add_url_rule(f"/{_slug}", _slug, _site_page(_slug))
