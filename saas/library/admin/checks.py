"""Bulk checks: everything that keeps a text from being published, pages that are alike, and facts that have grown old."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.kernel.tokens import find_tokens
from saas.library import queries
from saas.library.admin.room import all_faults
from saas.library.queries import Library
from saas.library.rules import likeness
from saas.library.rules.addresses import href
from saas.library.rules.words import on_page, prose
from saas.library.shapes import Kind
from saas.web.session import db

checks = Blueprint("checks", __name__)
TOO_ALIKE = 0.2


@checks.get("/library/checks")
def show() -> ResponseReturnValue:
    library = queries.published(db())
    texts = {f"{kind}/{slug}": on_page(page) for (kind, slug), page in library.pages.items()}
    return render_template(
        "library/admin/checks.html", faults=all_faults(db()), alike=likeness.likest(texts, TOO_ALIKE)
    )


@checks.get("/library/facts")
def figures() -> ResponseReturnValue:
    """Every figure that a page cites, the oldest first, with the pages that would change with it."""
    used = _uses(queries.published(db()))
    cited = sorted(
        (load_facts().figure(key) for key in used), key=lambda figure: (figure.source.checked_on, figure.key)
    )
    return render_template("library/admin/facts.html", figures=cited, used=used, today=clock.today())


def _uses(library: Library) -> dict[str, list[tuple[str, str]]]:
    """Title and address of the pages that cite a figure, by the figure's key."""
    found: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    pieces: list[tuple[Kind, str, str, str]] = []
    for (kind, slug), page in library.pages.items():
        pieces += [(kind, slug, page.title, text) for _, text in prose(page)]
    for step in library.catalogue.steps:
        pieces += [("step", step.slug, step.piece.title, text) for _, text in prose(step.piece)]
    for kind, slug, title, text in pieces:
        for token in find_tokens(text):
            if token.kind == "fact":
                found[token.value][title, href(kind, slug)] = None
    return {key: list(places) for key, places in found.items()}
