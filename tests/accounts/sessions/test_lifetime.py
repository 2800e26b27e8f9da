"""A session from sign-in to its end: a cookie kept from before opens nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.accounts.sessions.models import SignInSession
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.kernel import clock
from saas.kernel.db import transaction
from tests.accounts.conftest import SignIn, is_signed_in
from tests.people import ANN, CAL, DEVICE, PASSWORD, SAM, Person

As = Callable[[Person], FlaskClient]
COOKIES = ("session", "remember_token")


def cookies_of(client: FlaskClient) -> dict[str, str]:
    return {name: cookie.value for name in COOKIES if (cookie := client.get_cookie(name))}


def browser_with(app: Flask, cookies: dict[str, str]) -> FlaskClient:
    client = app.test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value)
    return client


def newest(session: Session) -> SignInSession:
    session.rollback()
    session.expire_all()
    return session.scalars(select(SignInSession).order_by(SignInSession.id.desc())).first()  # type: ignore[return-value]


def test_signing_in_keeps_the_device_the_network_and_no_secret(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    where = {"REMOTE_ADDR": "203.0.113.9"}
    fields = {"email": ANN.email, "password": PASSWORD}
    client.post("/sign-in", data=fields, headers={"User-Agent": DEVICE}, environ_overrides=where)
    row = newest(session)
    assert (row.device, row.source, row.is_staff, row.ended_at) == ("Firefox on Linux", "203.0.113.0/24", False, None)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] not in (row.secret_hash, row.public_id)
        assert ANN.uniquifier not in str(dict(cookie))


@pytest.mark.parametrize("way", ["password", "link", "sign-up"])
def test_every_way_in_makes_a_session(way: str, client: FlaskClient, sign_in: SignIn, session: Session) -> None:
    before = newest(session).id
    if way == "password":
        sign_in(ANN.email)
    elif way == "link":
        client.post(f"/sign-in/link/{issue_sign_in_link(session, CAL.email)}")
    else:
        client.post("/sign-up", data={"email": "new@example.com", "password": "correct stable battery horse"})
    assert newest(session).id > before
    assert is_signed_in(client)


@pytest.mark.parametrize("remember", [{}, {"remember": "y"}])
def test_a_cookie_kept_from_before_signing_out_opens_nothing(
    remember: dict[str, str], app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(ANN.email, **remember)
    kept = cookies_of(client)
    assert is_signed_in(browser_with(app, kept))
    client.post("/sign-out")
    assert not is_signed_in(browser_with(app, kept))


def test_whoever_stays_signed_in_is_the_same_session(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(ANN.email, remember="y")
    row = newest(session)
    kept = {"remember_token": cookies_of(client)["remember_token"]}
    assert is_signed_in(browser_with(app, kept))
    assert newest(session).id == row.id


def test_staying_signed_in_ends_after_thirty_days(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(ANN.email, remember="y")
    kept = cookies_of(client)
    with time_machine.travel(clock.now() + timedelta(days=29, hours=23)):
        assert is_signed_in(browser_with(app, kept))
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1)):
        assert not is_signed_in(browser_with(app, kept))


def test_staff_are_signed_out_after_half_an_hour_of_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(SAM.email)
    start = clock.now()
    for minutes in (20, 40):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.get("/admin").location.startswith("/settings/second-factor")
    with time_machine.travel(start + timedelta(minutes=72)):
        assert client.get("/admin").location.startswith("/sign-in")


def test_staff_are_signed_out_after_twelve_hours_whatever_they_do(
    client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(SAM.email)
    with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1)):
        with transaction(session):
            session.execute(update(SignInSession).values(last_seen_at=clock.now()))
        assert client.get("/admin").location.startswith("/sign-in")


def test_the_last_use_is_written_every_few_minutes_and_never_on_public_pages(
    client: FlaskClient, sign_in: SignIn, statements: list[str]
) -> None:
    sign_in(ANN.email)

    def writes(path: str) -> int:
        statements.clear()
        assert client.get(path).status_code == 200
        return sum(text.startswith("UPDATE sessions") for text in statements)

    assert writes("/settings") == 0
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert [writes("/sign-out"), writes("/settings")] == [1, 0]
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        assert writes("/privacy") == 0


def test_a_cookie_from_before_there_were_sessions_is_asked_to_sign_in_once_more(
    app: Flask, client: FlaskClient
) -> None:
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": "a-uniquifier-of-old", "_fresh": True})
    assert client.get("/orders?a=b").location == "/sign-in?next=/orders?a%3Db"
    assert "You were signed out on this device" in client.get("/sign-in").text
    assert "You were signed out" not in client.get("/orders", follow_redirects=True).text


def test_a_closed_account_is_signed_out(as_: As, session: Session) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(active=False))
    assert not is_signed_in(as_(ANN))


def test_no_token_of_a_form_survives_signing_in_or_out(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    def token(path: str) -> str:
        match = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)
        assert match is not None
        return match[1]

    fields, before = {"email": ANN.email, "password": PASSWORD}, token("/sign-in")
    assert client.post("/sign-in", data={**fields, "csrf_token": before}).status_code == 302
    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 400
    inside = token("/sign-out")
    assert client.post("/sign-out", data={"csrf_token": inside}).status_code == 302
    for old in (before, inside):
        assert client.post("/sign-in", data={**fields, "csrf_token": old}).status_code == 400


def test_signing_in_as_somebody_else_ends_the_session_before(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(ANN.email)
    kept = cookies_of(client)
    client.post(f"/sign-in/link/{issue_sign_in_link(session, CAL.email)}")
    assert (is_signed_in(client), is_signed_in(browser_with(app, kept))) == (True, False)
