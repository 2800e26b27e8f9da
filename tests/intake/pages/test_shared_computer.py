"""Before there is an account: deleting one's answers, and a computer that others use too."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.intake.answers.models import SHARED_FOR, StartSheet
from saas.jobs import apply_retention
from saas.kernel import clock

ROLE = {"role": "Registered Nurse"}
SHARED = ROLE | {"shared_computer": "yes"}


@pytest.fixture(autouse=True)
def without_forgery_protection(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def count_sheets(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(StartSheet)) or 0


def is_answered(client: FlaskClient) -> bool:
    return "Registered Nurse" in client.get("/start/role").text.partition("<datalist")[0]


def test_a_visitor_deletes_the_answers(client: FlaskClient, session: Session) -> None:
    client.post("/start/role", data=ROLE)
    assert (is_answered(client), count_sheets(session)) == (True, 1)
    page = client.post("/start/deletion", follow_redirects=True)
    assert "Your answers are deleted" in page.text
    assert (is_answered(client), count_sheets(session)) == (False, 0)
    assert client.post("/start/deletion").status_code == 303


def test_somebody_elses_answers_stay(client: FlaskClient, app: Flask, session: Session) -> None:
    client.post("/start/role", data=ROLE)
    app.test_client().post("/start/deletion")
    assert is_answered(client)


def test_on_a_shared_computer_the_cookie_ends_with_the_browser(client: FlaskClient) -> None:
    first = client.post("/start/role", data=SHARED).headers["Set-Cookie"]
    again = client.post("/start/role", data=ROLE).headers["Set-Cookie"]
    for cookie in (first, again):
        assert "start=" in cookie and "Max-Age" not in cookie and "Expires" not in cookie
    assert "You said that this computer is shared" in client.get("/start/role").text


def test_elsewhere_it_stays_for_half_a_year(client: FlaskClient) -> None:
    assert "Max-Age=15552000" in client.post("/start/role", data=ROLE).headers["Set-Cookie"]


@pytest.mark.parametrize(("data", "is_left"), [(SHARED, False), (ROLE, True)])
def test_an_hour_later_a_shared_computer_knows_nothing(
    data: dict[str, str], is_left: bool, client: FlaskClient, session: Session, engine: Engine
) -> None:
    client.post("/start/role", data=data)
    with time_machine.travel(clock.now() + SHARED_FOR - timedelta(minutes=1)):
        assert is_answered(client)
    with time_machine.travel(clock.now() + SHARED_FOR + timedelta(minutes=1)):
        assert is_answered(client) is is_left
        apply_retention(engine)
    assert count_sheets(session) == int(is_left)
