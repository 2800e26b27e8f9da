"""/settings/sessions: where somebody is signed in, ended one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from saas.accounts.sessions.models import SignInSession
from tests.accounts.conftest import is_signed_in
from tests.letters import letters_to
from tests.people import ANN, BEA, PASSWORD, Person, account_of

As = Callable[[Person], FlaskClient]
PIXEL = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
)


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """Ann's phone, which signed in last."""
    client = app.test_client()
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD}, headers={"User-Agent": PIXEL})
    return client


def id_of(session: Session, device: str, person: Person = ANN) -> str:
    session.rollback()
    owner = account_of(session, person)
    query = select(SignInSession.public_id).where(SignInSession.device == device)
    return session.scalars(query.where(SignInSession.person.has(account_id=owner))).one()


def kinds(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id.desc()).limit(3)))


def test_the_page_lists_this_device_first_and_nobody_elses(as_: As, phone: FlaskClient) -> None:
    page = as_(ANN).get("/settings/sessions").text
    assert page.index("Firefox on Linux (this device)") < page.index("Chrome on Android")
    page = phone.get("/settings/sessions").text
    assert page.index("Chrome on Android (this device)") < page.index("Firefox on Linux")
    assert "Chrome on Android" not in as_(BEA).get("/settings/sessions").text


def test_one_device_is_ended_and_the_others_stay(as_: As, phone: FlaskClient, session: Session) -> None:
    answer = as_(ANN).post(f"/settings/sessions/{id_of(session, 'Chrome on Android')}/end")
    assert answer.location == "/settings/sessions"
    assert (is_signed_in(phone), is_signed_in(as_(ANN))) == (False, True)
    assert kinds(session)[0] == "session_ended"


def test_nobody_ends_a_device_of_somebody_else(as_: As, phone: FlaskClient, session: Session) -> None:
    answer = as_(BEA).post(f"/settings/sessions/{id_of(session, 'Chrome on Android')}/end")
    assert (answer.status_code, is_signed_in(phone)) == (404, True)
    assert kinds(session)[0] == "signed_in"


def test_all_others_are_ended_at_once(as_: As, phone: FlaskClient, session: Session) -> None:
    phone.post("/settings/sessions/end-others")
    assert [is_signed_in(client) for client in (phone, as_(ANN), as_(BEA))] == [True, False, True]
    assert kinds(session)[0] == "sessions_ended"


@pytest.fixture
def feed(as_: As) -> str:
    """The path of Ann's calendar."""
    page = as_(ANN).post("/plan/calendar").text
    return "/calendar/" + page.partition("/calendar/")[2].partition(".ics")[0] + ".ics"


def test_everywhere_is_this_device_too_and_the_calendar(
    as_: As, phone: FlaskClient, client: FlaskClient, feed: str, session: Session
) -> None:
    assert client.get(feed).status_code == 200
    answer = phone.post("/settings/sessions/end-all")
    assert answer.location == "/sign-in"
    assert "signed out everywhere" in phone.get("/sign-in").text
    assert [is_signed_in(browser) for browser in (phone, as_(ANN), as_(BEA))] == [False, False, True]
    assert client.get(feed).status_code == 404
    assert {"sessions_ended", "feed_revoked"} <= set(kinds(session))


def test_a_changed_password_ends_the_calendar(as_: As, client: FlaskClient, feed: str) -> None:
    words = "correct stable battery horse"
    fields = {"password": PASSWORD, "new_password": words, "new_password_confirm": words}
    assert as_(ANN).post("/settings/password", data=fields).status_code == 302
    assert client.get(feed).status_code == 404


def test_a_password_set_by_a_letter_ends_the_calendar_and_every_session(
    as_: As, phone: FlaskClient, client: FlaskClient, feed: str, engine: Engine
) -> None:
    client.post("/reset", data={"email": ANN.email})
    text = letters_to(engine, ANN)[-1].text
    link = "/reset/" + text.partition("/reset/")[2].split()[0]
    words = "correct stable battery horse"
    assert client.post(link, data={"password": words, "password_confirm": words}).status_code == 302
    assert client.get(feed).status_code == 404
    assert [is_signed_in(browser) for browser in (phone, as_(ANN))] == [False, False]


def test_the_log_knows_the_session_of_an_act(phone: FlaskClient, session: Session) -> None:
    phone.post("/settings/sessions/end-others")
    session.rollback()
    event = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id.desc())).first()
    assert event is not None
    assert event.session_public_id == id_of(session, "Chrome on Android")


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    for path in ("end-others", "end-all", "x/end"):
        assert client.post(f"/settings/sessions/{path}").location.startswith("/sign-in")
