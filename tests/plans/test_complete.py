"""POST /plans/<id>/steps/<position>/completion: a box that is ticked, and opened again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.plans.models import Plan, PlanStep
from tests.people import ANN, BEA, account_of


@pytest.fixture
def address(session: Session) -> str:
    public_id = session.scalars(select(Plan.public_id).where(Plan.account_id == account_of(session, ANN))).one()
    session.rollback()
    return f"/plans/{public_id}/steps/1/completion"


def done(session: Session) -> list[int]:
    """Positions of all ticked steps, whosever they are."""
    session.rollback()
    return list(session.scalars(select(PlanStep.position).where(PlanStep.done_at.is_not(None))))


def test_a_step_is_done(as_: Any, session: Session, address: str) -> None:
    answer = as_(ANN).post(address, data={"done": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/plan#step-1")
    assert done(session) == [1]


def test_a_step_is_opened_again(as_: Any, session: Session, address: str) -> None:
    as_(ANN).post(address, data={"done": "yes"})
    as_(ANN).post(address, data={"done": "no"})
    assert done(session) == []


def test_done_twice_keeps_the_first_moment(as_: Any, session: Session, address: str) -> None:
    as_(ANN).post(address)
    first = session.scalars(select(PlanStep.done_at).where(PlanStep.done_at.is_not(None))).one()
    as_(ANN).post(address)
    session.rollback()
    assert session.scalars(select(PlanStep.done_at).where(PlanStep.done_at.is_not(None))).one() == first


def test_from_the_dashboard_it_leads_back_to_the_dashboard(as_: Any, address: str) -> None:
    assert as_(ANN).post(address, data={"from": "dashboard"}).headers["Location"] == "/dashboard"


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/admin"])
def test_it_leads_nowhere_else(as_: Any, address: str, back: str) -> None:
    assert as_(ANN).post(address, data={"from": back}).headers["Location"] == "/plan#step-1"


def test_somebody_elses_step_does_not_exist(as_: Any, session: Session, address: str) -> None:
    assert as_(BEA).post(address).status_code == 404
    assert done(session) == []


@pytest.mark.parametrize("position", ["0", "999", "-1", "x", "9" * 30])
def test_a_step_that_is_none_does_not_exist(as_: Any, session: Session, address: str, position: str) -> None:
    assert as_(ANN).post(address.replace("/1/", f"/{position}/")).status_code == 404
    assert done(session) == []


def test_reading_the_address_changes_nothing(as_: Any, session: Session, address: str) -> None:
    assert as_(ANN).get(address).status_code == 405
    assert done(session) == []
