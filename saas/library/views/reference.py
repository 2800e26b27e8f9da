"""What is looked up: questions by stage, the glossary, the states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.library.queries import Library
from saas.library.rules import structured
from saas.library.rules.matching import STAGES
from saas.library.shapes.parts import Page
from saas.library.shapes.reading import FaqPage
from saas.library.views.showing import library_now, new_pen, show, site_url
from saas.web.page_cache import public_page

reference = Blueprint("reference", __name__)
ORDER = {stage: place for place, stage in enumerate((*STAGES, "this-plan"))}
Pages = Sequence[tuple[str, Page]]


@reference.get("/faq")
@public_page
def faq() -> ResponseReturnValue:
    library = library_now()
    return draw_faq(sorted(library.of("faq").items(), key=lambda pair: ORDER.get(pair[0], len(ORDER))), library)


def draw_faq(pages: Pages, library: Library, **more: Any) -> str:
    pen = new_pen(library)
    stages = [pen.rendered(page) | {"slug": slug} for slug, page in pages]
    asked = [item for _, page in pages if isinstance(page, FaqPage) for item in page.questions]
    data = [structured.questions(asked, pen.plain)]
    return render_template(
        "library/faq.html",
        stages=stages,
        sources=pen.all_sources(*(page for _, page in pages)),
        structured=data,
        today=clock.today(),
        **more,
    )


@reference.get("/glossary")
@public_page
def glossary() -> ResponseReturnValue:
    library = library_now()
    return draw_terms(sorted(library.of("term").items(), key=lambda pair: pair[1].title.lower()), library)


def draw_terms(pages: Pages, library: Library, **more: Any) -> str:
    pen = new_pen(library, links_terms=False)
    terms = [pen.rendered(page) | {"slug": slug} for slug, page in pages]
    data = [structured.glossary(pages, pen.plain, site_url())]
    sources = pen.all_sources(*(page for _, page in pages))
    return render_template(
        "library/glossary.html", terms=terms, sources=sources, structured=data, today=clock.today(), **more
    )


@reference.get("/states")
@public_page
def states() -> ResponseReturnValue:
    published = library_now().of("state")
    known = [state for state in load_facts().states() if state.state.lower() in published]
    return render_template("library/states.html", states=known, today=clock.today())


@reference.get("/states/<code>")
@public_page
def state(code: str) -> ResponseReturnValue:
    if code != code.lower():
        return redirect(f"/states/{code.lower()}", 301)
    return show("state", code)
