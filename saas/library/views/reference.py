"""What is looked up: questions by stage, the glossary, the states."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.library.rules import structured
from saas.library.rules.matching import STAGES
from saas.library.shapes import FaqPage
from saas.library.views.showing import base_url, facts, library_now, new_pen, show, written
from saas.web.pages import public_page

reference = Blueprint("reference", __name__)


@reference.get("/faq")
@public_page
def faq() -> ResponseReturnValue:
    library = library_now()
    pen = new_pen(library)
    order = [*STAGES, "this-plan"]
    pages = sorted(library.of("faq").items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    stages = [pen.rendered(page) | {"slug": slug} for slug, page in pages]
    asked = [item for _, page in pages if isinstance(page, FaqPage) for item in page.questions]
    data = structured.questions(asked, pen.plain)
    return render_template(
        "library/faq.html", stages=stages, sources=pen.sources, structured=[data], today=clock.today()
    )


@reference.get("/glossary")
@public_page
def glossary() -> ResponseReturnValue:
    library = library_now()
    pen = new_pen(library, links_terms=False)
    terms = sorted(library.of("term").items(), key=lambda pair: pair[1].title.lower())
    cards = [written(page, pen) | {"slug": slug} for slug, page in terms]
    data = structured.glossary([(slug, page) for slug, page in terms], pen.plain, base_url())
    return render_template(
        "library/glossary.html", terms=cards, sources=pen.sources, structured=[data], today=clock.today()
    )


@reference.get("/states")
@public_page
def states() -> ResponseReturnValue:
    published = library_now().of("state")
    known = [state for state in facts().states() if state.state.lower() in published]
    return render_template("library/states.html", states=known, today=clock.today())


@reference.get("/states/<code>")
@public_page
def state(code: str) -> ResponseReturnValue:
    if code != code.lower():
        return redirect(f"/states/{code.lower()}", 301)
    return show("library/state.html", "state", code, state=facts().state(code))
