"""GET /start/preview: an honest part of the plan, from the first answers, before any account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.intake.answers.json_form import to_json
from saas.intake.answers.models import StartSheet
from saas.intake.questions.queries import seed_questionnaire
from saas.kernel import clock
from saas.kernel.conditions import Answer
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.plans.models import Plan
from saas.shop.orders.models import Order
from tests.web.html_page import Page

ANSWERS: dict[str, Answer] = {
    "role": "accountant", "employment": "laid-off", "last_day": clock.today() - timedelta(days=3), "state": "CA",
    "direction": "same", "mood": "steady",
}  # fmt: skip


@pytest.fixture
def visitor(client: FlaskClient, session: Session) -> FlaskClient:
    """Somebody who has answered the first questions."""
    client.post("/start/role", data={"role": "accountant"})
    sheet = session.scalars(select(StartSheet)).one()
    sheet.answers = to_json(ANSWERS)
    session.commit()
    return client


def test_it_shows_the_start_of_the_plan_they_would_get(visitor: FlaskClient) -> None:
    outline = compose(ANSWERS, load_seed_catalogue(), load_facts(), seed_questionnaire(), clock.today())
    page = visitor.get("/start/preview")
    assert page.status_code == 200
    text = page.text.replace("&#39;", "'")
    assert outline.reading[0].text in text
    assert [step.title for step in outline.first_steps(3) if step.title not in text] == []


def test_it_shows_the_price_and_the_way_on(visitor: FlaskClient) -> None:
    page = visitor.get("/start/preview").text
    assert "$79" in page
    assert {"/sign-up", "/checkout"} & {
        href.partition("?")[0] for href in Page(page).hrefs
    } or 'action="/checkout"' in page


def test_it_keeps_no_plan_and_no_order(visitor: FlaskClient, session: Session) -> None:
    visitor.get("/start/preview")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Plan)) == 2
    assert session.scalar(select(func.count()).select_from(Order)) == 2


def test_it_is_kept_by_nobody_on_the_way(visitor: FlaskClient) -> None:
    assert visitor.get("/start/preview").headers["Cache-Control"] == "private, no-store"


def test_before_the_first_answers_it_leads_to_the_questions(client: FlaskClient) -> None:
    answer = client.get("/start/preview")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/start")


def test_somebody_else_does_not_see_it(visitor: FlaskClient, app: object) -> None:
    other = visitor.application.test_client()
    assert other.get("/start/preview").status_code == 303
