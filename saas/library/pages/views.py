"""The public pages of the library: one for each piece, an index for each kind, and search over all of them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.library.kinds.parts import STAGE_NAMES
from saas.library.kinds.roles import covered_roles
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.pages import cards
from saas.library.pages.rendering import (
    current_library,
    get_page,
    new_renderer,
    render_faq,
    render_glossary,
    render_page,
)
from saas.library.pieces.queries import Library
from saas.library.search.entries import build_entries
from saas.library.search.highlighting import highlight, make_snippet
from saas.library.search.queries import search_library
from saas.web.limits import limiter
from saas.web.page_cache import public_page
from saas.web.session import db

library_pages = Blueprint("library", __name__)
FAQ_ORDER = {stage: place for place, stage in enumerate((*STAGE_NAMES, "this-plan"))}
MAX_QUERY_LENGTH = 120
_search_texts: dict[str, dict[str, str]] = {}


def _add_routes_of_kinds(state: BlueprintSetupState) -> None:
    """A page for every piece and a list of every kind that has a template for one, as the registry of kinds says. Lists
    that are more than cards have their own views below."""
    for kind, spec in KINDS.items():
        if spec.template:
            for slug in spec.fixed_slugs or ("<slug>",):
                fixed = slug if spec.fixed_slugs else ""
                state.add_url_rule(
                    f"{spec.url_prefix}{slug}", f"{kind}_{slug}" if fixed else kind, _piece_view(kind, fixed)
                )
        if spec.index and spec.index.template:
            state.add_url_rule(spec.index.href, f"{kind}_index", _index_view(kind, spec.index.template))


def _piece_view(kind: Kind, fixed_slug: str) -> Callable[..., ResponseReturnValue]:
    @public_page
    def show(slug: str = fixed_slug) -> ResponseReturnValue:
        library = current_library()
        other = REDIRECTS[kind](slug, library) if kind in REDIRECTS else slug
        if other != slug:
            return redirect(page_href(kind, other), 301)
        return render_page(kind, slug, get_page(library, kind, slug), library)

    return show


def _index_view(kind: Kind, template: str) -> Callable[..., ResponseReturnValue]:
    @public_page
    def index() -> ResponseReturnValue:
        library = current_library()
        renderer = new_renderer(library)
        groups = cards.group_by_stage(library, kind, renderer)
        return render_template(template, groups=groups, cards=cards.build_cards(library, kind, renderer))

    return index


def _find_covering_role(slug: str, library: Library) -> str:
    """A role that another page speaks for leads there."""
    pages = library.catalogue.roles
    return (
        slug if slug in pages else next((own for own, page in pages.items() if slug in covered_roles(own, page)), slug)
    )


REDIRECTS: dict[Kind, Callable[[str, Library], str]] = {
    "role": _find_covering_role,
    "state": lambda slug, _library: slug.lower(),
}
library_pages.record(_add_routes_of_kinds)


@library_pages.get("/roles")
@public_page
def roles() -> ResponseReturnValue:
    return render_template("library/roles.html", groups=cards.group_roles(current_library(), load_facts()))


@library_pages.get("/guides")
@public_page
def guides() -> ResponseReturnValue:
    library = current_library()
    renderer = new_renderer(library)
    hubs = {card["slug"]: card for card in cards.build_cards(library, "hub", renderer)}
    topics = [
        hubs[stage]
        | {"guides": [cards.build_card("guide", *guide, renderer) for guide in cards.order_guides(library, stage)]}
        for stage in STAGE_NAMES
        if stage in hubs
    ]
    return render_template("library/guides.html", hubs=topics)


@library_pages.get("/faq")
@public_page
def faq() -> ResponseReturnValue:
    library = current_library()
    pages = sorted(library.pages_of("faq").items(), key=lambda page: FAQ_ORDER.get(page[0], len(FAQ_ORDER)))
    return render_faq(pages, library)


@library_pages.get("/glossary")
@public_page
def glossary() -> ResponseReturnValue:
    library = current_library()
    return render_glossary(sorted(library.pages_of("term").items(), key=lambda page: page[1].title.lower()), library)


@library_pages.get("/states")
@public_page
def states() -> ResponseReturnValue:
    published = current_library().pages_of("state")
    known = [state for state in load_facts().states() if state.state.lower() in published]
    return render_template("library/states.html", states=known, today=clock.today())


@library_pages.get("/search")
@limiter.limit("60 per minute")
@public_page
def search() -> Response:
    query = request.args.get("q", "").strip()[:MAX_QUERY_LENGTH]
    library = current_library()
    result = search_library(db(), query, library.vocabulary)
    texts = _load_search_texts(library)
    hits = [
        {
            "href": entry.href,
            "label": KINDS[entry.kind].label,
            "title": highlight(entry.title, result.terms),
            "text": make_snippet(texts.get(entry.href, entry.summary), result.terms),
        }
        for entry in result.entries
    ]
    page = render_template("library/search.html", query=query, hits=hits, instead_of=result.instead_of)
    response = make_response(page)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _load_search_texts(library: Library) -> dict[str, str]:
    """What is shown of a page below its title in search results, by its address, with today's figures. Cached by version."""
    version = library.catalogue.version
    if version not in _search_texts:
        entries = [
            entry
            for (kind, slug), page in library.pages.items()
            for entry in build_entries(kind, slug, page, lambda key: load_facts().figure(key).text)
        ]
        _search_texts.clear()
        _search_texts[version] = {
            entry.href: entry.body if entry.kind == "faq" else f"{entry.summary} {entry.body}" for entry in entries
        }
    return _search_texts[version]
