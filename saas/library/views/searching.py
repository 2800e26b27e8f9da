"""Search over everything published."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from saas.library.cards import LABELS
from saas.library.search.finding import find
from saas.library.search.highlighting import marked, snippet
from saas.library.views.showing import library_now
from saas.web.session import db

searching = Blueprint("searching", __name__)
LONGEST = 120


@searching.get("/search")
def search() -> Response:
    query = request.args.get("q", "").strip()[:LONGEST]
    found = find(db(), query, library_now().words)
    hits = [
        {
            "href": entry.href, "label": LABELS[entry.kind], "title": marked(entry.title, found.terms),
            "text": snippet(f"{entry.summary} {entry.body}" if entry.kind != "faq" else entry.body, found.terms),
        }
        for entry in found.entries
    ]  # fmt: skip
    answer = make_response(render_template("library/search.html", query=query, hits=hits, instead_of=found.instead_of))
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
