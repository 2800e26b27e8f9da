"""A customer's second factor: optional, asked for at each sign-in, and what happens when it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.second_factors.rules import make_code
from saas.kernel import clock
from saas.kernel.db import transaction
from tests.accounts.conftest import is_signed_in
from tests.accounts.second_factors.test_second_factor import PAGE, QUESTION, SET_UP, kinds, set_up
from tests.accounts.sessions.test_lifetime import browser_with, cookies_of
from tests.letters import letters_to
from tests.people import ANN, PASSWORD, Person

LOST = f"{QUESTION}/lost"


def sign_in(client: FlaskClient, password: str = PASSWORD) -> FlaskClient:
    client.post("/sign-in", data={"email": ANN.email, "password": password})
    return client


def sign_in_by_link(client: FlaskClient, engine: Engine) -> FlaskClient:
    client.post("/sign-in/link", data={"email": ANN.email})
    [*_, link] = re.findall(
        r"http://[^/]+(/sign-in/link/\S+)", "".join(letter.text for letter in letters_to(engine, ANN))
    )
    client.post(link)
    return client


def now_code(session: Session) -> str:
    session.rollback()
    return make_code(session.scalars(select(SecondFactor.secret)).one(), clock.now())


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """Ann set a second factor up; these are her recovery codes."""
    return set_up(sign_in(app.test_client()))


def subjects(engine: Engine) -> list[str]:
    return [letter.subject for letter in letters_to(engine, ANN) if letter.key.startswith("sign-in-changed")]


def test_it_is_off_until_somebody_sets_it_up(client: FlaskClient, engine: Engine, session: Session) -> None:
    assert "It is off" in sign_in(client).get(PAGE).text
    assert len(set_up(client)) == 10
    page = client.get(PAGE).text
    assert "10 recovery codes are left" in page
    assert "When the app and the codes are both lost" in page
    assert subjects(engine) == ["Your CareerCanopy second factor is on"]
    assert is_signed_in(client)


def test_a_password_alone_opens_no_page_of_the_account_any_more(
    codes: list[str], client: FlaskClient, session: Session
) -> None:
    sign_in(client)
    for path in ("/dashboard", "/plan", "/settings", "/settings/password", "/settings/export", "/orders", PAGE):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.location.startswith(("/sign-in", QUESTION)), path
    assert client.get("/settings/sessions?x=1").location == f"{QUESTION}?next=/settings/sessions?x%3D1"
    for path in (PAGE, SET_UP, f"{PAGE}/recovery-codes", f"{PAGE}/removal", "/settings/sessions/end-all"):
        assert client.post(path).location.startswith(QUESTION), path
    with time_machine.travel(clock.now() + timedelta(seconds=60)):
        answer = client.post(QUESTION, data={"code": now_code(session), "next": "/orders"})
        assert (answer.status_code, answer.location) == (303, "/orders")
        assert is_signed_in(client)
        assert client.get(QUESTION).location == "/dashboard"


def test_a_link_and_a_new_password_do_not_go_around_it(
    codes: list[str], app: Flask, client: FlaskClient, engine: Engine
) -> None:
    client.post("/sign-in/link", data={"email": ANN.email})
    client.post("/reset", data={"email": ANN.email})
    text = "".join(letter.text for letter in letters_to(engine, ANN))
    link, reset = re.findall(r"http://[^/]+(/(?:sign-in/link|reset)/\S+)", text)
    client.post(link)
    assert client.get("/dashboard").location.startswith(QUESTION)
    other = app.test_client()
    other.post(reset, data={"password": "four unrelated quiet words", "password_confirm": "four unrelated quiet words"})
    sign_in(other, "four unrelated quiet words")
    assert other.get("/dashboard").location.startswith(QUESTION)
    assert other.post(QUESTION, data={"code": codes[0]}).status_code == 303
    assert is_signed_in(other)


def test_devices_that_were_signed_in_before_sign_in_again(anns_phone: FlaskClient, app: Flask) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        set_up(sign_in(app.test_client()))
        assert anns_phone.get("/settings").location.startswith("/sign-in?")


def test_who_waits_longer_than_a_quarter_of_an_hour_begins_again(codes: list[str], client: FlaskClient) -> None:
    sign_in(client)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        answer = client.post(QUESTION, data={"code": codes[0]})
        assert answer.location.startswith("/sign-in?")
        assert not is_signed_in(client)


def test_the_cookie_from_before_the_code_opens_nothing_after(codes: list[str], client: FlaskClient, app: Flask) -> None:
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD, "remember": "y"})
    kept = cookies_of(client)
    assert kept.keys() >= {"session", "remember_token"}
    client.post(QUESTION, data={"code": codes[0]})
    assert is_signed_in(client)
    assert is_signed_in(browser_with(app, {"remember_token": cookies_of(client)["remember_token"]}))
    for names in (["session"], ["remember_token"]):
        thief = browser_with(app, {name: kept[name] for name in names})
        assert not is_signed_in(thief)
        assert thief.get(QUESTION).location.startswith("/sign-in?")


def test_whoever_waits_is_not_among_the_devices(codes: list[str], client: FlaskClient, app: Flask) -> None:
    sign_in(app.test_client())
    sign_in(client).post(QUESTION, data={"code": codes[0]})
    assert client.get("/settings/sessions").text.count('scope="row"') == 2  # this device, and the one that set it up


def test_a_recovery_code_is_told_of(codes: list[str], client: FlaskClient, engine: Engine, session: Session) -> None:
    sign_in(client).post(QUESTION, data={"code": codes[3]})
    assert is_signed_in(client)
    assert "A CareerCanopy recovery code was used" in subjects(engine)
    assert "recovery_code_used" in kinds(session)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/recovery-codes", f"{PAGE}/removal"])
def test_a_change_asks_for_the_password_again_after_a_while(
    path: str, client: FlaskClient, session: Session, engine: Engine
) -> None:
    set_up(sign_in(client))
    before = session.scalars(select(RecoveryCode.code_hash)).all()
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert client.post(path).location == f"/verify?next={PAGE}"
        session.rollback()
        assert session.scalars(select(RecoveryCode.code_hash)).all() == before


def test_turned_off_it_is_not_asked_for(
    codes: list[str], client: FlaskClient, session: Session, engine: Engine
) -> None:
    sign_in(client).post(QUESTION, data={"code": codes[0]})
    assert client.post(f"{PAGE}/removal").status_code == 303
    session.rollback()
    assert session.scalars(select(SecondFactor)).all() == []
    assert session.scalars(select(RecoveryCode)).all() == []
    assert "second_factor_removed" in kinds(session)
    assert subjects(engine)[-1] == "Your CareerCanopy second factor is off"
    client.post("/sign-out")
    assert is_signed_in(sign_in(client))


def test_an_address_that_nobody_confirmed_has_none(client: FlaskClient, session: Session) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(confirmed_at=None))
    page = sign_in(client).post(PAGE, follow_redirects=True)
    assert "Confirm your address first" in page.text
    session.rollback()
    assert session.scalars(select(SecondFactor)).all() == []


def test_when_all_is_lost_a_letter_goes_out_and_a_week_later_it_is_turned_off(
    codes: list[str], app: Flask, engine: Engine, session: Session
) -> None:
    first = sign_in(app.test_client())
    assert "Both are lost" in first.get(LOST).text
    page = first.post(LOST, follow_redirects=True)
    assert "From " in page.text
    assert first.post(f"{LOST}/removal").location == LOST
    assert not is_signed_in(first)
    [letter] = [letter for letter in letters_to(engine, ANN) if "reported as lost" in letter.subject]
    assert "sign in with it: that stops it at once" in letter.text
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        by_password = sign_in(app.test_client())
        assert "show that the mailbox is yours" in by_password.get(LOST).text
        assert by_password.post(f"{LOST}/removal").location == LOST
        assert not is_signed_in(by_password)
        by_link = sign_in_by_link(app.test_client(), engine)
        assert "Turn it off and go on" in by_link.get(LOST).text
        assert by_link.post(f"{LOST}/removal").location == PAGE
        assert is_signed_in(by_link)
    assert kinds(session).count("second_factor_lost") == 1


@pytest.mark.parametrize("how", ["a code", "a new password"])
def test_the_owner_takes_the_loss_back(
    how: str, codes: list[str], app: Flask, engine: Engine, session: Session
) -> None:
    sign_in(app.test_client()).post(LOST)
    if how == "a code":
        sign_in(app.test_client()).post(QUESTION, data={"code": codes[0]})
    else:
        app.test_client().post("/reset", data={"email": ANN.email})
        text = "".join(letter.text for letter in letters_to(engine, ANN))
        [reset] = re.findall(r"http://[^/]+(/reset/\S+)", text)
        password = "four unrelated quiet words"
        app.test_client().post(reset, data={"password": password, "password_confirm": password})
    with time_machine.travel(clock.now() + timedelta(days=8)):
        client = sign_in_by_link(app.test_client(), engine)
        assert client.post(f"{LOST}/removal").location == LOST
        assert not is_signed_in(client)


def test_nobody_else_has_the_question_page(client: FlaskClient, as_: Callable[[Person], FlaskClient]) -> None:
    assert client.get(QUESTION).location.startswith("/sign-in?")
    assert as_(ANN).get(QUESTION).location == "/dashboard"
