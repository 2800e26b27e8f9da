"""Home and pricing."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake.rules.questionnaire import questionnaire
from saas.kernel import clock
from saas.library.pages import structured_data
from saas.library.pieces import queries
from saas.orders.rules.offer import OFFER
from saas.planner.compose import compose
from saas.plans.samples.people import SAMPLES
from saas.settings import Settings
from saas.site.words import INCLUDED, QUESTIONS
from saas.web.page_cache import public_page
from saas.web.session import db

site = Blueprint("site", __name__)


@site.get("/")
@public_page
def home() -> ResponseReturnValue:
    catalogue = queries.load_catalogue(db())
    facts = load_facts()
    today = clock.today()
    outline = compose(SAMPLES["analyst"].answers(today), catalogue, facts, questionnaire(), today)
    titles = {role.slug: role.title for role in facts.roles()}
    return render_template(
        "site/home.html", excerpt=outline.first_steps(3),
        deadline=next((row for row in outline.deadlines if row.date and not row.is_past), None),
        roles=[(slug, titles.get(slug, slug.replace("-", " ").capitalize())) for slug in catalogue.roles],
        pivots=[(slug, page.title.partition(":")[0]) for slug, page in catalogue.pivots.items()], questions=QUESTIONS[:3],
    )  # fmt: skip


@site.get("/pricing")
@public_page
def pricing() -> ResponseReturnValue:
    base = cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")
    dollars = f"{OFFER.amount_cents / 100:.2f}"
    sold = structured_data.describe_product(OFFER.name, OFFER.description, dollars, OFFER.currency, base)
    return render_template("site/pricing.html", included=INCLUDED, questions=QUESTIONS, structured=[sold])
