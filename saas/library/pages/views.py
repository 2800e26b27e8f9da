"""The public pages of the library: one for each piece, an index for each kind, and search over all of them."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.library.kinds.parts import STAGE_NAMES
from saas.library.kinds.roles import covered_roles
from saas.library.kinds.spec import LABELS, Kind
from saas.library.pages import cards
from saas.library.pages.rendering import (
    current_library,
    new_renderer,
    render_faq,
    render_glossary,
    show,
)
from saas.library.pieces.queries import Library
from saas.library.search.entries import build_entries
from saas.library.search.highlighting import highlight, make_snippet
from saas.library.search.queries import search_library
from saas.web.page_cache import public_page
from saas.web.security import limiter
from saas.web.session import db

library_pages = Blueprint("library", __name__)
SITE_PAGES = ("refunds", "privacy", "terms", "ai", "about")
FAQ_ORDER = {stage: place for place, stage in enumerate((*STAGE_NAMES, "this-plan"))}
MAX_QUERY_LENGTH = 120
_search_texts: dict[str, dict[str, str]] = {}


@library_pages.get("/roles")
@public_page
def roles() -> ResponseReturnValue:
    return render_template("library/roles.html", groups=cards.group_roles(current_library(), load_facts()))


@library_pages.get("/roles/<slug>")
@public_page
def role(slug: str) -> ResponseReturnValue:
    """A role that another page covers leads there."""
    pages = current_library().catalogue.roles
    home = next((own for own, page in pages.items() if slug in covered_roles(own, page)), slug)
    if slug not in pages and home != slug:
        return redirect(f"/roles/{home}", 301)
    return show("role", slug)


@library_pages.get("/pivots")
@public_page
def pivots() -> ResponseReturnValue:
    library = current_library()
    return render_template("library/pivots.html", pivots=cards.build_cards(library, "pivot", new_renderer(library)))


@library_pages.get("/pivots/<slug>")
@public_page
def pivot(slug: str) -> ResponseReturnValue:
    return show("pivot", slug)


def _index(template: str, kind: Kind) -> ResponseReturnValue:
    library = current_library()
    return render_template(template, groups=cards.group_by_stage(library, kind, new_renderer(library)))


@library_pages.get("/situations")
@public_page
def situations() -> ResponseReturnValue:
    return _index("library/situations.html", "situation")


@library_pages.get("/situations/<slug>")
@public_page
def situation(slug: str) -> ResponseReturnValue:
    return show("situation", slug)


@library_pages.get("/scripts")
@public_page
def scripts() -> ResponseReturnValue:
    return _index("library/scripts.html", "script")


@library_pages.get("/scripts/<slug>")
@public_page
def script(slug: str) -> ResponseReturnValue:
    return show("script", slug)


@library_pages.get("/guides")
@public_page
def guides() -> ResponseReturnValue:
    library = current_library()
    renderer = new_renderer(library)
    found = {card["slug"]: card for card in cards.build_cards(library, "hub", renderer)}
    hubs = [
        found[stage]
        | {"guides": [cards.build_card("guide", *guide, renderer) for guide in cards.order_guides(library, stage)]}
        for stage in STAGE_NAMES
        if stage in found
    ]
    return render_template("library/guides.html", hubs=hubs)


@library_pages.get("/guides/<slug>")
@public_page
def guide(slug: str) -> ResponseReturnValue:
    return show("guide", slug)


@library_pages.get("/guides/topics/<slug>")
@public_page
def hub(slug: str) -> ResponseReturnValue:
    return show("hub", slug)


for _slug in SITE_PAGES:
    library_pages.add_url_rule(f"/{_slug}", _slug, public_page(lambda slug=_slug: show("page", slug)))


@library_pages.get("/faq")
@public_page
def faq() -> ResponseReturnValue:
    library = current_library()
    return render_faq(
        sorted(library.of("faq").items(), key=lambda pair: FAQ_ORDER.get(pair[0], len(FAQ_ORDER))), library
    )


@library_pages.get("/glossary")
@public_page
def glossary() -> ResponseReturnValue:
    library = current_library()
    return render_glossary(sorted(library.of("term").items(), key=lambda pair: pair[1].title.lower()), library)


@library_pages.get("/states")
@public_page
def states() -> ResponseReturnValue:
    published = current_library().of("state")
    known = [state for state in load_facts().states() if state.state.lower() in published]
    return render_template("library/states.html", states=known, today=clock.today())


@library_pages.get("/states/<code>")
@public_page
def state(code: str) -> ResponseReturnValue:
    if code != code.lower():
        return redirect(f"/states/{code.lower()}", 301)
    return show("state", code)


@library_pages.get("/search")
@limiter.limit("60 per minute")
@public_page
def search() -> Response:
    query = request.args.get("q", "").strip()[:MAX_QUERY_LENGTH]
    library = current_library()
    found = search_library(db(), query, library.words)
    texts = _texts(library)
    hits = [
        {
            "href": entry.href, "label": LABELS[entry.kind], "title": highlight(entry.title, found.terms),
            "text": make_snippet(texts.get(entry.href, entry.summary), found.terms),
        }
        for entry in found.entries
    ]  # fmt: skip
    answer = make_response(render_template("library/search.html", query=query, hits=hits, instead_of=found.instead_of))
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _texts(library: Library) -> dict[str, str]:
    """What is shown of a page under its title, by its address, with the figures as they are today. Kept by version."""
    key = library.catalogue.version
    if key not in _search_texts:
        found = [
            entry for (kind, slug), page in library.pages.items() for entry in build_entries(kind, slug, page, _figure)
        ]
        _search_texts.clear()
        _search_texts[key] = {one.href: one.body if one.kind == "faq" else f"{one.summary} {one.body}" for one in found}
    return _search_texts[key]


def _figure(key: str) -> str:
    return load_facts().figure(key).text
