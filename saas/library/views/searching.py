"""Search over everything published."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from saas.facts.loading import load_facts
from saas.library.cards import LABELS
from saas.library.queries import Library
from saas.library.search.entries import entries
from saas.library.search.finding import find
from saas.library.search.highlighting import marked, snippet
from saas.library.views.showing import library_now
from saas.web.page_cache import public_page
from saas.web.security import limiter
from saas.web.session import db

searching = Blueprint("searching", __name__)
LONGEST = 120
_kept: dict[str, dict[str, str]] = {}


@searching.get("/search")
@limiter.limit("60 per minute")
@public_page
def search() -> Response:
    query = request.args.get("q", "").strip()[:LONGEST]
    library = library_now()
    found = find(db(), query, library.words)
    texts = _texts(library)
    hits = [
        {
            "href": entry.href, "label": LABELS[entry.kind], "title": marked(entry.title, found.terms),
            "text": snippet(texts.get(entry.href, entry.summary), found.terms),
        }
        for entry in found.entries
    ]  # fmt: skip
    answer = make_response(render_template("library/search.html", query=query, hits=hits, instead_of=found.instead_of))
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _texts(library: Library) -> dict[str, str]:
    """What is shown of a page under its title, by its address, with the figures as they are today. Kept by version."""
    key = library.catalogue.version
    if key not in _kept:
        found = [entry for (kind, slug), page in library.pages.items() for entry in entries(kind, slug, page, _figure)]
        _kept.clear()
        _kept[key] = {one.href: one.body if one.kind == "faq" else f"{one.summary} {one.body}" for one in found}
    return _kept[key]


def _figure(key: str) -> str:
    return load_facts().figure(key).text
