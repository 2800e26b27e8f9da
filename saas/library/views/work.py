"""Roles and pivots."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.library import cards
from saas.library.cards import covered
from saas.library.shapes import PivotPage, RolePage
from saas.library.views.showing import facts, library_now, new_pen, page_or_404, show
from saas.web.pages import public_page

work = Blueprint("library", __name__)


@work.get("/roles")
@public_page
def roles() -> ResponseReturnValue:
    return render_template("library/roles.html", groups=cards.role_groups(library_now(), facts()))


@work.get("/roles/<slug>")
@public_page
def role(slug: str) -> ResponseReturnValue:
    library = library_now()
    shown = next((own for own, page in library.catalogue.roles.items() if slug in covered(own, page)), slug)
    page = page_or_404(library, "role", slug if slug in library.catalogue.roles else shown)
    if slug != shown and slug not in library.catalogue.roles:
        return redirect(f"/roles/{shown}", 301)
    assert isinstance(page, RolePage)  # noqa: S101  # what the kind says
    known = [found for own in covered(slug, page) if (found := facts().role(own))]
    title = cards.role_title(slug, page, facts())
    return show("library/role.html", "role", slug, role=known[0] if known else None, roles=known, role_title=title)


@work.get("/pivots")
@public_page
def pivots() -> ResponseReturnValue:
    library = library_now()
    return render_template("library/pivots.html", pivots=cards.cards_of(library, "pivot", new_pen(library)))


@work.get("/pivots/<slug>")
@public_page
def pivot(slug: str) -> ResponseReturnValue:
    library = library_now()
    page = page_or_404(library, "pivot", slug)
    assert isinstance(page, PivotPage)  # noqa: S101  # what the kind says
    return show("library/pivot.html", "pivot", slug, destinations=cards.destinations(page, facts()))
