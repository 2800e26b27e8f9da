"""/settings/passkeys, /sign-in/passkey, and a passkey in place of a code or of the password asked for again."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Person as PersonRow
from saas.accounts.models import StaffRole
from saas.accounts.passkeys.models import Passkey
from saas.accounts.second_factors.rules import make_code
from saas.accounts.staff.actions import grant_staff, revoke_staff
from saas.kernel import clock
from saas.kernel.db import transaction
from tests.accounts.conftest import is_signed_in
from tests.accounts.passkeys.authenticator import PRESENT, Authenticator
from tests.letters import letters_to
from tests.people import ANN, BEA, PASSWORD, SAM, Person
from tests.threads import run_at_once

LIST, NEW, SIGN_IN, QUESTION = (
    "/settings/passkeys",
    "/settings/passkeys/new",
    "/sign-in/passkey",
    "/sign-in/second-factor",
)
As = Callable[[Person], FlaskClient]


def options_of(page: str) -> str:
    match = re.search(r'data-options="([^"]+)"', page)
    assert match is not None, page
    return html.unescape(match[1])


def add(client: FlaskClient, device: Authenticator, name: str = "My phone") -> TestResponse:
    return client.post(LIST, data={"name": name, "credential": device.create(options_of(client.get(NEW).text))})


def sign_in(client: FlaskClient, device: Authenticator, **fields: str) -> TestResponse:
    return client.post(SIGN_IN, data={"credential": device.get(options_of(client.get(SIGN_IN).text)), **fields})


def give_password(client: FlaskClient, person: Person = ANN) -> FlaskClient:
    client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    return client


def rows(session: Session) -> list[Passkey]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Passkey).order_by(Passkey.id)))


def kinds(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)))


def subjects(engine: Engine, person: Person = ANN) -> list[str]:
    return [letter.subject for letter in letters_to(engine, person) if letter.key.startswith("sign-in-changed")]


@pytest.fixture
def phone(as_: As) -> Authenticator:
    """Ann's, which holds a passkey."""
    device = Authenticator()
    assert add(as_(ANN), device).location == LIST
    return device


def test_a_passkey_is_added_listed_and_told(phone: Authenticator, as_: As, session: Session, engine: Engine) -> None:
    assert "My phone" in as_(ANN).get(LIST).text
    assert "My phone" not in as_(BEA).get(LIST).text
    assert subjects(engine) == ["A passkey was added to your CareerCanopy account"]
    assert kinds(session)[-1] == "passkey_added"


def test_it_signs_in_without_an_address(phone: Authenticator, client: FlaskClient, session: Session) -> None:
    answer = sign_in(client, phone, next="/orders")
    assert (answer.status_code, answer.location) == (303, "/orders")
    assert is_signed_in(client)
    assert ANN.email in client.get("/settings").text
    assert rows(session)[0].last_used_at is not None
    last = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id.desc()).limit(1)).one()
    assert (last.kind, last.after) == ("signed_in", '{"by": "passkey"}')


def test_an_answer_is_taken_once(phone: Authenticator, app: Flask) -> None:
    """Whoever reads it, and the cookie it belongs to, cannot send it again."""
    first, second = app.test_client(), app.test_client()
    credential = phone.get(options_of(first.get(SIGN_IN).text))
    with first.session_transaction() as cookie:
        challenge = cookie["passkey"]
    clients = [first, second]
    for client in clients:
        with client.session_transaction() as cookie:
            cookie["passkey"] = challenge
    answers = run_at_once(*[partial(client.post, SIGN_IN, data={"credential": credential}) for client in clients])
    assert sorted(answer.status_code for answer in answers) == [303, 400]


def test_an_answer_is_for_this_browser_this_purpose_and_ten_minutes(phone: Authenticator, app: Flask, as_: As) -> None:
    first, second = app.test_client(), app.test_client()
    credential = phone.get(options_of(first.get(SIGN_IN).text))
    assert second.post(SIGN_IN, data={"credential": credential}).status_code == 400
    second.get(SIGN_IN)
    assert second.post(SIGN_IN, data={"credential": credential}).status_code == 400
    ann = as_(ANN)
    verification = phone.get(options_of(ann.get("/verify/passkey").text))
    assert ann.post(SIGN_IN, data={"credential": verification}).status_code == 400
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        answer = first.post(SIGN_IN, data={"credential": credential})
        assert answer.status_code == 400
        assert "longer than ten minutes" in answer.text


@pytest.mark.parametrize("credential", ["", "{}", "[[[[", "x" * 30_000, '{"id": "\x00"}'])
def test_what_no_browser_sends_is_answered_in_words(client: FlaskClient, credential: str) -> None:
    client.get(SIGN_IN)
    answer = client.post(SIGN_IN, data={"credential": credential})
    assert answer.status_code == 400
    assert "This passkey was not taken" in answer.text


def test_a_device_of_somebody_else_or_of_nobody_signs_nobody_in(
    phone: Authenticator, client: FlaskClient, as_: As
) -> None:
    stranger = Authenticator(handle=b"nobody")
    assert sign_in(client, stranger).status_code == 400
    # The key of one account under the handle of another.
    beas = Authenticator()
    add(as_(BEA), beas)
    beas.handle = phone.handle
    assert sign_in(client, beas).status_code == 400
    phone.flags = PRESENT
    assert sign_in(client, phone).status_code == 400
    assert not is_signed_in(client)


def test_a_count_that_goes_back_is_refused_and_told(
    phone: Authenticator, app: Flask, session: Session, engine: Engine
) -> None:
    for count, status in ((5, 303), (6, 303), (6, 400), (2, 400), (7, 303)):
        phone.sign_count = count
        client = app.test_client()
        answer = sign_in(client, phone)
        assert answer.status_code == status, count
        assert is_signed_in(client) is (status == 303)
        assert ("may have a copy of it" in answer.text) is (status == 400)
    assert kinds(session).count("passkey_refused") == 2
    assert subjects(engine).count("A passkey of your CareerCanopy account was refused") == 2


def test_a_closed_account_is_not_signed_in(phone: Authenticator, client: FlaskClient, session: Session) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(active=False))
    assert sign_in(client, phone).status_code == 400


def test_adding_and_removing_ask_for_the_password_after_a_while(
    phone: Authenticator, client: FlaskClient, session: Session
) -> None:
    give_password(client)
    options = options_of(client.get(NEW).text)
    [row] = rows(session)
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert client.get(NEW).location == f"/verify?next={NEW}"
        answer = client.post(LIST, data={"credential": Authenticator().create(options)})
        assert answer.location == f"/verify?next={NEW}"
        assert client.post(f"{LIST}/{row.public_id}/removal").location.startswith("/verify?")
    assert len(rows(session)) == 1


def test_one_device_is_added_once_and_says_so(phone: Authenticator, as_: As, session: Session) -> None:
    answer = add(as_(BEA), phone)
    assert answer.status_code == 422
    assert "has a passkey for CareerCanopy already" in answer.text
    assert len(rows(session)) == 1


def test_an_address_that_nobody_confirmed_gets_none(as_: As, session: Session) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(confirmed_at=None))
    answer = add(as_(ANN), Authenticator())
    assert "Confirm your address first" in answer.text
    assert rows(session) == []


def test_it_is_renamed_and_removed(phone: Authenticator, as_: As, session: Session, engine: Engine, app: Flask) -> None:
    [row] = rows(session)
    path, ann = f"{LIST}/{row.public_id}", as_(ANN)
    assert ann.post(path, data={"name": "Old phone"}).status_code == 303
    assert "Old phone" in ann.get(path).text
    assert ann.post(path, data={"name": "x" * 61}).status_code == 422
    for method, act in ((as_(BEA).get, ""), (as_(BEA).post, ""), (as_(BEA).post, "/removal")):
        assert method(path + act).status_code == 404
    assert ann.post(f"{path}/removal").status_code == 303
    assert rows(session) == []
    assert subjects(engine)[-1] == "A passkey was removed from your CareerCanopy account"
    assert sign_in(app.test_client(), phone).status_code == 400


def test_it_stands_in_for_a_customers_second_factor(
    phone: Authenticator, app: Flask, as_: As, session: Session
) -> None:
    client = as_(ANN)
    client.post("/settings/second-factor")
    shown = re.search(r'class="qr-secret">([A-Z2-7 ]+)<', client.get("/settings/second-factor/set-up").text)
    assert shown is not None
    client.post("/settings/second-factor/set-up", data={"code": make_code(shown[1].replace(" ", ""), clock.now())})
    assert is_signed_in(client)
    by_passkey = app.test_client()
    sign_in(by_passkey, phone)
    assert is_signed_in(by_passkey)
    waiting = give_password(app.test_client())
    assert waiting.get("/dashboard").location.startswith(QUESTION)
    answer = waiting.post(f"{QUESTION}/passkey", data={"credential": Authenticator().get('{"challenge": "AA"}')})
    assert answer.location.startswith(QUESTION)
    assert not is_signed_in(waiting)
    credential = phone.get(options_of(waiting.get(QUESTION).text))
    answer = waiting.post(f"{QUESTION}/passkey", data={"credential": credential, "next": "/orders"})
    assert (answer.status_code, answer.location) == (303, "/orders")
    assert is_signed_in(waiting)


def test_without_a_second_factor_the_password_alone_still_signs_in(phone: Authenticator, client: FlaskClient) -> None:
    assert is_signed_in(give_password(client))


def test_it_shows_that_it_is_still_the_same_person(phone: Authenticator, client: FlaskClient) -> None:
    give_password(client)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert client.get(NEW).location == f"/verify?next={NEW}"
        page = client.get(f"/verify/passkey?next={NEW}")
        answer = client.post("/verify/passkey", data={"credential": phone.get(options_of(page.text)), "next": NEW})
        assert (answer.status_code, answer.location) == (303, NEW)
        assert client.get(NEW).status_code == 200


def test_staff_come_in_by_a_passkey_and_get_recovery_codes_with_the_first(app: Flask, session: Session) -> None:
    sam, device = give_password(app.test_client(), SAM), Authenticator()
    assert sam.get("/admin/orders").location.startswith("/settings/second-factor")
    codes = re.findall(r"<li><code>([^<]+)</code>", add(sam, device).text)
    assert len(codes) == 10
    assert sam.get("/admin/orders").status_code == 200
    by_passkey = app.test_client()
    assert sign_in(by_passkey, device).location == "/admin"
    assert by_passkey.get("/admin/orders").status_code == 200
    waiting = give_password(app.test_client(), SAM)
    assert waiting.get("/admin/orders").location.startswith(QUESTION)
    assert waiting.post(QUESTION, data={"code": codes[0]}).location == "/admin"
    [row] = rows(session)
    kept = by_passkey.post(f"{LIST}/{row.public_id}/removal", follow_redirects=True)
    assert "this is your only one" in kept.text
    assert len(rows(session)) == 1


def test_a_password_alone_adds_no_passkey_to_a_member_of_staff_who_has_one(app: Flask, session: Session) -> None:
    add(give_password(app.test_client(), SAM), Authenticator())
    thief = give_password(app.test_client(), SAM)
    assert thief.get(NEW).location.startswith(QUESTION)
    assert thief.post(LIST).location.startswith(QUESTION)
    assert len(rows(session)) == 1


def test_rights_make_a_passkey_a_second_factor_and_end_with_it(
    phone: Authenticator, client: FlaskClient, session: Session
) -> None:
    grant_staff(session, ANN.email, StaffRole.SUPPORT)
    assert give_password(client).get("/admin").location.startswith(QUESTION)
    revoke_staff(session, ANN.email)
    assert rows(session) == []
    assert is_signed_in(give_password(client))


def test_no_page_needs_it(client: FlaskClient) -> None:
    page = client.get(SIGN_IN).text
    assert "<noscript>" in page
    assert 'href="/sign-in"' in page
