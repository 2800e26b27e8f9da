"""`/plan/sample`: whole plans of people we invented, drawn by the page that draws a buyer's."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake.questions.queries import current_questionnaire
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.library.pieces import queries as library
from saas.planner.compose import compose
from saas.plans.samples.people import PUBLIC, unkept
from saas.web.page_cache import public_page
from saas.web.session import db

samples = Blueprint("samples", __name__)


@samples.get("/plan/sample")
@public_page
def index() -> ResponseReturnValue:
    return render_template("plans/samples.html", samples=PUBLIC)


@samples.get("/plan/sample/<slug>")
@public_page
def show(slug: str) -> ResponseReturnValue:
    sample = PUBLIC.get(slug)
    if sample is None:
        raise NotFound("There is no such sample plan.")
    today = clock.today()
    plan = unkept(
        compose(sample.answers(today), library.load_catalogue(db()), load_facts(), current_questionnaire(db()), today)
    )
    return render_template(
        "plans/show.html", layout="layouts/site.html", sample=sample, plan=plan, outline=plan.outline, newer={}, today=today,
    )  # fmt: skip
