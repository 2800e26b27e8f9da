"""Roles and pivots."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.library import cards
from saas.library.cards import covered
from saas.library.views.showing import library_now, new_pen, show
from saas.web.page_cache import public_page

work = Blueprint("library", __name__)


@work.get("/roles")
@public_page
def roles() -> ResponseReturnValue:
    return render_template("library/roles.html", groups=cards.role_groups(library_now(), load_facts()))


@work.get("/roles/<slug>")
@public_page
def role(slug: str) -> ResponseReturnValue:
    """A role that another page covers leads there."""
    pages = library_now().catalogue.roles
    home = next((own for own, page in pages.items() if slug in covered(own, page)), slug)
    if slug not in pages and home != slug:
        return redirect(f"/roles/{home}", 301)
    return show("role", slug)


@work.get("/pivots")
@public_page
def pivots() -> ResponseReturnValue:
    library = library_now()
    return render_template("library/pivots.html", pivots=cards.cards_of(library, "pivot", new_pen(library)))


@work.get("/pivots/<slug>")
@public_page
def pivot(slug: str) -> ResponseReturnValue:
    return show("pivot", slug)
