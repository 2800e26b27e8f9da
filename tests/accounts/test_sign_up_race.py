"""Several browsers sign up with one address in the same moment: one account, and answers that a person can read."""

from __future__ import annotations

from functools import partial

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from tests.threads import run_at_once

EMAIL = "twice@example.com"
TAKEN = "There is an account with this address. Sign in, or reset the password."


def sign_up(app: Flask, number: int) -> tuple[int, bool]:
    """The status, and whether the page says that the address is taken."""
    data = {"email": EMAIL, "password": f"four unrelated quiet words {number}"}
    answer = app.test_client().post("/sign-up", data=data)
    return answer.status_code, TAKEN in answer.text


def test_one_account_and_polite_answers(app: Flask, session: Session) -> None:
    accounts = session.scalar(select(func.count(Account.id)))
    answers = run_at_once(*(partial(sign_up, app, number) for number in range(5)))
    assert sorted(answers) == [(200, True)] * 4 + [(302, False)]
    session.rollback()
    assert session.scalar(select(func.count(Person.id)).where(Person.email == EMAIL)) == 1
    assert session.scalar(select(func.count(Account.id))) == (accounts or 0) + 1
