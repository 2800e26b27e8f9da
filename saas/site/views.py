"""Home and pricing, and what crawlers ask a site for: the sitemap and robots.txt."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake.questions.queries import current_questionnaire
from saas.kernel import clock
from saas.library.kinds.spec import list_index_pages, page_href
from saas.library.pages import structured_data
from saas.library.pieces import queries
from saas.planner.compose import compose
from saas.plans.samples.people import SAMPLE_PATHS as SAMPLE_PLAN_PATHS
from saas.plans.samples.people import SAMPLES
from saas.settings import Settings
from saas.shop.orders.offer import OFFER
from saas.web.page_cache import public_page
from saas.web.session import db

site = Blueprint("site", __name__)
# Public pages that are no pieces of the library.
OTHER_PATHS = ("/pricing", "/gift", "/seats", "/tools/runway", *SAMPLE_PLAN_PATHS)
PRIVATE_PATHS = ("/start", "/intake", "/plan", "/dashboard", "/orders", "/admin")
# Below a private path, and yet the same for everybody: the first question and the sample plans.
OPEN_PATHS = ("/start/role", *SAMPLE_PLAN_PATHS)


@site.get("/")
@public_page
def home() -> ResponseReturnValue:
    catalogue = queries.load_catalogue(db())
    facts = load_facts()
    today = clock.today()
    outline = compose(SAMPLES["analyst"].answers(today), catalogue, facts, current_questionnaire(db()), today)
    titles = {role.slug: role.title for role in facts.roles()}
    return render_template(
        "site/home.html",
        excerpt=outline.first_steps(3),
        deadline=next((row for row in outline.deadlines if row.date and not row.is_past), None),
        roles=[(slug, titles.get(slug, slug.replace("-", " ").capitalize())) for slug in catalogue.roles],
        pivots=[(slug, page.title.partition(":")[0]) for slug, page in catalogue.pivots.items()],
    )


@site.get("/pricing")
@public_page
def pricing() -> ResponseReturnValue:
    dollars = f"{OFFER.amount_cents / 100:.2f}"
    product = structured_data.describe_product(OFFER.name, OFFER.description, dollars, OFFER.currency, _site_url())
    return render_template("site/pricing.html", structured=[product])


@site.get("/sitemap.xml")
@public_page
def sitemap() -> ResponseReturnValue:
    published = queries.load_library(db()).pages
    pages = [(page_href(kind, slug), page.checked_on) for (kind, slug), page in published.items()]
    # A term or an answer is found on its list's page, by its anchor.
    pages = sorted(page for page in pages if "#" not in page[0])
    newest = max((day for _, day in pages), default=None)
    indexes = [(path, newest) for path in ("/", *(page.href for page in list_index_pages()))]
    others = [(path, None) for path in OTHER_PATHS]
    text = render_template("site/sitemap.xml", pages=[*indexes, *others, *pages])
    return Response(text, mimetype="application/xml")


@site.get("/robots.txt")
@public_page
def robots() -> ResponseReturnValue:
    # Of two rules that fit, the longer one wins.
    lines = [
        "User-agent: *",
        *(f"Allow: {path}" for path in OPEN_PATHS),
        *(f"Disallow: {path}" for path in PRIVATE_PATHS),
    ]
    lines.append(f"Sitemap: {_site_url()}/sitemap.xml")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _site_url() -> str:
    return cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")
