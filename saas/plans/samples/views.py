"""`/plan/sample`: the plans of invented people, shown by the page that shows a buyer's."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.planner.compose import compose_with_candidates
from saas.plans.queries import load_plan_inputs
from saas.plans.samples.people import PUBLIC_SAMPLES, as_saved_plan
from saas.web.page_cache import public_page
from saas.web.session import db

samples = Blueprint("samples", __name__)


@samples.get("/plan/sample")
@public_page
def index() -> ResponseReturnValue:
    return render_template("plans/samples/index.html", samples=PUBLIC_SAMPLES)


@samples.get("/plan/sample/<slug>")
@public_page
def show(slug: str) -> ResponseReturnValue:
    sample = PUBLIC_SAMPLES.get(slug)
    if sample is None:
        raise NotFound("There is no such sample plan.")
    today = clock.today()
    plan = as_saved_plan(compose_with_candidates(sample.answers(today), load_plan_inputs(db()), today).outline)
    return render_template(
        "plans/show.html",
        layout="layouts/site.html",
        sample=sample,
        plan=plan,
        outline=plan.outline,
        newer_texts={},
        today=today,
    )
