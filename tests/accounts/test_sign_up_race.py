"""Several browsers sign up with one address in the same moment: each answer is the same, and none says anything of the others.

A sign-up does not tell that an address is taken, so each password makes an account of its own; the mailbox decides which of
them has the address. One password sent twice, by two taps on the button, is one account.
"""

from __future__ import annotations

from functools import partial

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from tests.threads import run_at_once

EMAIL = "twice@example.com"


def sign_up(app: Flask, password: str) -> tuple[int, str]:
    answer = app.test_client().post("/sign-up", data={"email": EMAIL, "password": password})
    return answer.status_code, str(answer.location)


def count(session: Session) -> tuple[int, int]:
    session.rollback()
    people = select(func.count(Person.id)).where(Person.email == EMAIL)
    return session.scalar(people) or 0, session.scalar(select(func.count(Account.id))) or 0


def test_different_passwords_are_different_people_and_read_the_same(app: Flask, session: Session) -> None:
    _, accounts = count(session)
    answers = run_at_once(*(partial(sign_up, app, f"four unrelated quiet words {number}") for number in range(4)))
    assert answers == [(302, "/checkout")] * 4
    assert count(session) == (4, accounts + 4)


def test_one_password_sent_twice_is_one_account(app: Flask, session: Session) -> None:
    _, accounts = count(session)
    answers = run_at_once(*(partial(sign_up, app, "four unrelated quiet words") for _ in range(3)))
    assert answers == [(302, "/checkout")] * 3
    assert count(session) == (1, accounts + 1)
