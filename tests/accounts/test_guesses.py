"""Many wrong passwords for one address end in a pause, wherever they come from; nobody is locked out by it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from saas.accounts import guesses
from saas.accounts.flask_security_setup import SIGN_IN_LIMIT
from saas.kernel import clock
from tests.accounts.conftest import is_signed_in
from tests.letters import letters_to
from tests.people import ANN, BEA, PASSWORD

PAUSED = "none is looked at for"
NOBODY = "nobody@example.com"
FEW = 5
LIMIT = guesses.GUESSES.limit
HOURLY_OF_A_SOURCE = 100


def test_one_source_alone_pauses_nobody() -> None:
    assert f"{HOURLY_OF_A_SOURCE} per hour" in SIGN_IN_LIMIT
    assert HOURLY_OF_A_SOURCE < LIMIT


def guess(app: Flask, email: str, number: int, password: str = "") -> TestResponse:
    """A try from another network each time."""
    data = {"email": email, "password": password or f"a wrong password {number}"}
    return app.test_client().post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"203.0.113.{number}"})


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "GUESSES", replace(guesses.GUESSES, limit=FEW))


def use_up(app: Flask, email: str) -> None:
    for number in range(FEW):
        assert PAUSED not in guess(app, email, number).text


@pytest.mark.parametrize("email", [ANN.email, ANN.email.upper(), NOBODY])
def test_after_many_no_password_is_looked_at_whoever_has_the_address(app: Flask, email: str) -> None:
    use_up(app, email)
    answer = guess(app, email, 99, PASSWORD)
    assert (answer.status_code, PAUSED in answer.text) == (429, True)
    assert 0 < int(answer.headers["Retry-After"]) <= 3601


def test_others_and_those_who_are_signed_in_notice_nothing(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD})
    use_up(app, ANN.email)
    assert is_signed_in(client)
    assert guess(app, BEA.email, 1, PASSWORD).status_code == 302


def test_the_pause_ends_when_it_says(app: Flask) -> None:
    use_up(app, ANN.email)
    seconds = int(guess(app, ANN.email, 99, PASSWORD).headers["Retry-After"])
    with time_machine.travel(clock.now() + timedelta(seconds=seconds)):
        assert guess(app, ANN.email, 99, PASSWORD).status_code == 302


def test_a_password_set_by_a_letter_ends_it_at_once(app: Flask, client: FlaskClient, engine: Engine) -> None:
    use_up(app, ANN.email)
    client.post("/reset", data={"email": ANN.email})
    [link] = {match[1] for letter in letters_to(engine, ANN) if (match := re.search(r"(/reset/\S+)", letter.text))}
    words = "another set of quiet words"
    client.post(link, data={"password": words, "password_confirm": words})
    assert guess(app, ANN.email, 99, words).status_code == 302
