"""POST /settings/deletion: at once, for good, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.intake.answers.models import Answer
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, QueuedLetter, find_waiting_letter, queue_letter
from saas.kernel.tenancy import WrongAccount
from saas.plans.models import Plan
from saas.privacy.actions import delete_account
from saas.shop.orders.models import Order, Payment
from tests.people import ANN, BEA, account_of


def count(session: Session, kind: Any, account_id: int) -> int:
    session.rollback()  # read what is there now, not in the session’s old snapshot
    return session.scalar(select(func.count()).select_from(kind).where(kind.account_id == account_id)) or 0


def test_answers_plans_and_the_person_are_deleted(as_: Any, session: Session) -> None:
    ann = account_of(session, ANN)
    answer = as_(ANN).post("/settings/deletion", data={"email": ANN.email})
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert [count(session, kind, ann) for kind in (Answer, Plan, Person)] == [0, 0, 0]


def test_the_payment_stays_without_the_address(as_: Any, session: Session) -> None:
    ann = account_of(session, ANN)
    as_(ANN).post("/settings/deletion", data={"email": ANN.email})
    assert count(session, Payment, ann) == 1
    assert session.scalar(select(Order.email).where(Order.account_id == ann)) == "deleted"


def test_another_account_keeps_everything(as_: Any, session: Session) -> None:
    bea = account_of(session, BEA)
    before = [count(session, kind, bea) for kind in (Answer, Plan, Person)]
    as_(ANN).post("/settings/deletion", data={"email": ANN.email})
    assert [count(session, kind, bea) for kind in (Answer, Plan, Person)] == before


def test_the_old_cookie_opens_nothing(as_: Any) -> None:
    client: FlaskClient = as_(ANN)
    client.post("/settings/deletion", data={"email": ANN.email})
    assert "/sign-in" in as_(ANN).get("/plan").location


def test_it_refuses_a_session_over_all_accounts(session: Session) -> None:
    with pytest.raises(WrongAccount):
        delete_account(session, account_of(session, ANN))


def test_the_page_says_what_goes_and_what_stays(as_: Any) -> None:
    page = as_(ANN).get("/settings/deletion").text
    assert ANN.email in page
    assert "Delete everything now" in page


def test_the_letters_go_too_and_none_that_waits_is_sent(as_: Any, session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("late", ANN.email, "Hello", "You are in."))
    as_(ANN).post("/settings/deletion", data={"email": ANN.email})
    session.rollback()
    letters = session.scalars(select(QueuedLetter).where(QueuedLetter.address == ANN.email)).all()
    assert [(letter.subject, letter.is_last) for letter in letters] == [("Your CareerCanopy account is deleted", True)]
    assert find_waiting_letter(session, "late") is None


def test_an_address_that_nobody_confirmed_gets_no_last_letter(as_: Any, session: Session) -> None:
    with transaction(session):
        session.execute(update(Person).where(Person.email == ANN.email).values(confirmed_at=None))
    as_(ANN).post("/settings/deletion")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(QueuedLetter).where(QueuedLetter.is_last)) == 0
