"""GET / and GET /pricing: the promise, a real excerpt, one price."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.plans.samples.people import SAMPLES
from saas.shop.orders.offer import OFFER
from tests.web.html_page import Page

TODAY = date(2026, 11, 23)


def test_home_leads_to_the_first_question(client: FlaskClient) -> None:
    assert "/start" in Page(client.get("/").text).hrefs


def test_the_excerpt_is_a_plan_and_not_a_picture_of_one(client: FlaskClient) -> None:
    outline = compose(
        SAMPLES["analyst"].answers(TODAY), load_seed_catalogue(), load_facts(), seed_questionnaire(), TODAY
    )
    page = client.get("/").text
    assert outline.first_steps(3)
    assert sum(step.title in page.replace("&#39;", "'") for step in outline.first_steps(3)) >= 2


def test_the_sample_person_answers_questions_that_exist() -> None:
    assert set(SAMPLES["analyst"].answers(TODAY)) <= set(seed_questionnaire().by_key)


@pytest.mark.parametrize("path", ["/", "/pricing"])
def test_there_is_one_price_and_its_refund_terms_are_a_link_away(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert f"${OFFER.amount_cents // 100}" in page.text
    assert "/refunds" in Page(page.text).hrefs


def test_the_price_page_says_once_and_promises_no_renewal(client: FlaskClient) -> None:
    text = client.get("/pricing").text
    assert "once" in text
    assert "Nothing renews" in text


@pytest.mark.parametrize("slug", load_seed_catalogue().roles)
def test_home_names_every_published_role(client: FlaskClient, slug: str) -> None:
    assert f"/roles/{slug}" in Page(client.get("/").text).hrefs
