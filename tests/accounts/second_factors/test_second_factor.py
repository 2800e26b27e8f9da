"""/settings/second-factor and /sign-in/second-factor: no staff page without one."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Person
from saas.accounts.second_factors.actions import set_up_for_development
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.second_factors.rules import make_code
from saas.kernel import clock
from saas.staff.views import staff
from tests.house.routes import RULES
from tests.people import PASSWORD, SAM
from tests.threads import run_at_once

PAGE, SET_UP, QUESTION = "/settings/second-factor", "/settings/second-factor/set-up", "/sign-in/second-factor"
SECRET_SHOWN = re.compile(r'class="qr-secret">([A-Z2-7 ]+)<')


def sign_in(client: FlaskClient) -> FlaskClient:
    client.post("/sign-in", data={"email": SAM.email, "password": PASSWORD})
    return client


@pytest.fixture
def newcomer(client: FlaskClient) -> FlaskClient:
    """Sam, signed in with the password alone and without a second factor."""
    return sign_in(client)


@pytest.fixture
def secret(session: Session) -> str:
    """What Sam's app knows."""
    sam = session.scalars(select(Person).where(Person.email == SAM.email)).unique().one()
    return set_up_for_development(session, sam)


def kinds(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)))


def give(client: FlaskClient, code: str) -> int:
    return client.post(QUESTION, data={"code": code}).status_code


def set_up(client: FlaskClient) -> list[str]:
    client.post(PAGE)
    shown = SECRET_SHOWN.search(client.get(SET_UP).text)
    assert shown is not None
    answer = client.post(SET_UP, data={"code": make_code(shown[1].replace(" ", ""), clock.now())})
    assert answer.status_code == 200
    return re.findall(r"<li><code>([^<]+)</code>", answer.text)


@pytest.mark.any_database
def test_no_staff_page_opens_with_a_password_alone(newcomer: FlaskClient) -> None:
    answers = {}
    for rule in RULES:
        if str(rule).startswith("/admin") and str(rule) != "/admin/address":
            path = re.sub(r"<[^>]+>", "x", str(rule))
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            answer = newcomer.open(path, method=method)
            answers[path] = (answer.status_code, (answer.location or "").partition("?")[0])
    assert len(answers) > 30
    assert {path: answer for path, answer in answers.items() if answer != (302, PAGE)} == {}
    assert staff.before_request_funcs[None]


def test_who_has_none_is_led_to_a_page_that_says_why_and_sets_it_up(newcomer: FlaskClient, session: Session) -> None:
    page = newcomer.get("/admin/log", follow_redirects=True)
    assert page.request.path == PAGE
    assert "a password alone does not open them" in page.text
    shown = newcomer.post(PAGE, follow_redirects=True)
    assert '<svg role="img"' in shown.text
    assert "http" not in shown.text.split("<svg")[1].split("</svg>")[0]
    assert newcomer.post(SET_UP, data={"code": "000000"}).status_code == 400
    assert newcomer.get("/admin/log").status_code == 302
    codes = set_up(newcomer)
    assert len(codes) == 10
    assert newcomer.get("/admin/log").status_code == 200
    log = kinds(session)
    added = log.index("second_factor_added")
    assert log[added : added + 2] == ["second_factor_added", "recovery_codes_created"]
    assert "second_factor_failed" in log[:added]


def test_looking_writes_no_secret_and_each_beginning_makes_another(newcomer: FlaskClient, session: Session) -> None:
    assert newcomer.get(SET_UP).location.startswith(PAGE)
    assert session.scalars(select(SecondFactor)).all() == []
    keys = []
    for _ in range(2):
        newcomer.post(PAGE)
        keys += [SECRET_SHOWN.findall(newcomer.get(SET_UP).text) for _ in range(2)]
    assert keys[0] == keys[1] != keys[2] == keys[3]
    set_up(newcomer)
    assert newcomer.get(SET_UP).location.startswith(PAGE)
    assert newcomer.post(SET_UP, data={"code": "000000"}).location.startswith(PAGE)


def test_each_sign_in_asks_for_a_code(secret: str, app: Flask, session: Session) -> None:
    first = sign_in(app.test_client())
    page = first.get("/admin/orders?find=x", follow_redirects=True)
    assert page.request.path == QUESTION
    answer = first.post(QUESTION, data={"code": make_code(secret, clock.now()), "next": page.request.args["next"]})
    assert (answer.status_code, answer.location) == (303, "/admin/orders?find=x")
    assert first.get("/admin/orders").status_code == 200
    assert sign_in(app.test_client()).get("/admin/orders").location.startswith(QUESTION)
    assert "second_factor_passed" in kinds(session)


def test_the_same_code_twice_is_refused(secret: str, app: Flask) -> None:
    code = make_code(secret, clock.now())
    assert give(sign_in(app.test_client()), code) == 303
    second = sign_in(app.test_client())
    assert give(second, code) == 400
    assert second.get("/admin").location.startswith(QUESTION)
    with time_machine.travel(clock.now() + timedelta(seconds=60)):
        assert give(second, make_code(secret, clock.now())) == 303


def test_of_three_who_send_one_code_at_once_one_gets_in(secret: str, app: Flask) -> None:
    code, clients = make_code(secret, clock.now()), [sign_in(app.test_client()) for _ in range(3)]
    assert sorted(run_at_once(*[partial(give, client, code) for client in clients])) == [303, 400, 400]


def test_wrong_codes_are_counted_over_sessions_until_none_is_looked_at(
    secret: str, app: Flask, session: Session
) -> None:
    wrong = "000000" if make_code(secret, clock.now()) != "000000" else "111111"
    statuses = [give(sign_in(app.test_client()), wrong) for _ in range(6)]
    assert statuses == [400] * 5 + [429]
    client = sign_in(app.test_client())
    assert give(client, make_code(secret, clock.now())) == 429
    assert kinds(session).count("second_factor_failed") == 5
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        client = sign_in(app.test_client())
        assert give(client, make_code(secret, clock.now())) == 303


def test_a_recovery_code_works_once(newcomer: FlaskClient, app: Flask, session: Session) -> None:
    code, other = set_up(newcomer)[:2]
    first, second = sign_in(app.test_client()), sign_in(app.test_client())
    assert give(first, code.upper()) == 303
    assert first.get("/admin").status_code == 200
    assert give(second, code) == 400
    assert give(second, other) == 303
    assert "8 recovery codes are left" in second.get(PAGE).text
    assert kinds(session).count("recovery_code_used") == 2


def test_new_recovery_codes_end_the_earlier_ones(newcomer: FlaskClient, app: Flask) -> None:
    [earlier, *_] = set_up(newcomer)
    answer = newcomer.post(f"{PAGE}/recovery-codes")
    [new, *_] = re.findall(r"<li><code>([^<]+)</code>", answer.text)
    client = sign_in(app.test_client())
    assert client.post(f"{PAGE}/recovery-codes").location.startswith(QUESTION)
    assert give(client, earlier) == 400
    assert give(client, new) == 303


def test_no_secret_and_no_code_is_stored_in_clear(newcomer: FlaskClient, session: Session) -> None:
    codes = set_up(newcomer)
    session.rollback()
    secret = session.scalars(select(SecondFactor.secret)).one()
    stored = session.scalar(text("SELECT secret FROM second_factors"))
    assert stored.startswith("enc1.") and secret not in stored
    hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(hashes) == 10
    assert [code for code in codes for code_hash in hashes if code in code_hash] == []


@pytest.mark.any_database
@pytest.mark.parametrize("place", ["https://evil.example/admin", "//evil.example", r"/\\evil.example", "admin"])
def test_the_code_leads_nowhere_else(place: str, secret: str, newcomer: FlaskClient) -> None:
    answer = newcomer.post(QUESTION, data={"code": make_code(secret, clock.now()), "next": place})
    assert answer.location == "/admin"
