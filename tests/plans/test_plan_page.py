"""GET /plan: the latest plan, whole, with the reason beside every line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.plans.models import Plan
from saas.plans.queries import find_current_plan
from saas.plans.saved_plan import SavedPlan
from tests.people import ANN, BEA, CAL, account_of


@pytest.fixture
def plan(session: Session) -> SavedPlan:
    """Ann's."""
    session.info["scope"] = account_of(session, ANN)
    kept = find_current_plan(session)
    assert kept is not None
    return kept


@pytest.fixture
def page(as_: Any) -> str:
    answer = as_(ANN).get("/plan")
    assert answer.status_code == 200
    return " ".join(Markup(answer.text).striptags().split())


def seen(text: str) -> str:
    return " ".join(text.split())


def test_every_step_is_there_with_its_reason(plan: SavedPlan, page: str) -> None:
    assert [step.title for step in plan.steps if seen(step.title) not in page] == []
    assert all(step.because for step in plan.steps)
    assert [step.because for step in plan.steps if seen(step.because) not in page] == []


def test_every_sentence_of_the_reading_is_there(plan: SavedPlan, page: str) -> None:
    assert 4 <= len(plan.outline.reading) <= 6
    assert [sentence.text for sentence in plan.outline.reading if seen(sentence.text) not in page] == []


def test_every_deadline_is_there_with_its_formula_and_source(plan: SavedPlan, page: str) -> None:
    assert plan.outline.deadlines
    for row in plan.outline.deadlines:
        assert row.title in page
        assert seen(row.formula) in page


def test_every_direction_is_there(plan: SavedPlan, page: str) -> None:
    assert plan.outline.directions
    assert [direction.title for direction in plan.outline.directions if direction.title not in page] == []


@pytest.mark.parametrize(
    "heading",
    ["Your reading", "Deadlines", "Money", "Decision desk", "Direction", "Your work in their language", "Notes"],
)
def test_every_part_has_its_heading(as_: Any, heading: str) -> None:
    assert re.search(rf"<h2[^>]*>{heading}</h2>", as_(ANN).get("/plan").text)


def test_who_asked_for_no_pivot_gets_no_decision_desk(as_: Any, session: Session) -> None:
    bea, ann = as_(BEA).get("/plan").text, as_(ANN).get("/plan").text
    assert bea != ann


def test_a_plan_has_an_address_of_its_own(as_: Any, session: Session) -> None:
    public_id = session.scalars(select(Plan.public_id).where(Plan.account_id == account_of(session, ANN))).one()
    assert as_(ANN).get(f"/plans/{public_id}").status_code == 200
    assert as_(BEA).get(f"/plans/{public_id}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/plan").headers["Location"].startswith("/sign-in")


def test_whoever_has_not_paid_is_shown_the_offer(as_: Any) -> None:
    assert as_(CAL).get("/plan").headers["Location"] == "/checkout"


def test_what_a_person_wrote_runs_nothing(as_: Any, session: Session, plan: SavedPlan) -> None:
    row = session.scalars(select(Plan).where(Plan.public_id == plan.public_id)).one()
    row.outline = row.outline.replace(plan.outline.title, "<script>alert(1)</script>")
    session.commit()
    assert "<script>alert" not in as_(ANN).get("/plan").text


def test_a_plan_opens_on_what_matters_now_and_folds_what_comes_later(client: FlaskClient) -> None:
    page = client.get("/plan/sample/business-analyst-with-severance-to-sign").text
    order = [
        page.index(mark)
        for mark in ('class="one-line plan-now"', 'id="day"', 'id="week"', 'id="reading"', 'id="month"')
    ]
    assert order == sorted(order) and page.index("The next date") < page.index('id="day"')
    folded = re.findall(r'<details class="fold">\s*<summary><h2 id="([a-z0-9-]+)-title">', page)
    assert folded and set(folded) <= {"months-2-3", "months-3-6", "months-6-12"}
