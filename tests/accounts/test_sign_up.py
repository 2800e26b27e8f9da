"""/sign-up: an account of one's own."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.accounts.models import Account
from saas.intake.answers.models import Answer
from tests.accounts.conftest import FindPerson, is_signed_in
from tests.letters import letters_to
from tests.people import ANN
from tests.people import Person as Name

NEW = "new@example.com"
PASSWORD = "four unrelated words here"


def sign_up(client: FlaskClient, email: str = NEW, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-up", data={"email": email, "password": password, **more})


def accounts(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Account.id))) or 0


def test_the_form_links_to_signing_in(client: FlaskClient) -> None:
    page = client.get("/sign-up")
    assert page.status_code == 200
    assert 'href="/sign-in"' in page.text


def test_signing_up_makes_an_account_and_leads_to_the_offer(client: FlaskClient, find: FindPerson) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer.location) == (302, "/checkout")
    assert find(NEW) is not None
    assert is_signed_in(client)


def test_everybody_who_signs_up_has_an_account_of_their_own(
    client: FlaskClient, find: FindPerson, session: Session
) -> None:
    before = accounts(session)
    sign_up(client)
    new, ann = find(NEW), find(ANN.email)
    assert new is not None and ann is not None
    assert new.account_id != ann.account_id
    assert accounts(session) == before + 1


def test_a_new_person_is_not_staff(client: FlaskClient, find: FindPerson) -> None:
    sign_up(client, roles="staff", role="staff", is_staff="1", account_id="1")
    person = find(NEW)
    assert person is not None
    assert person.roles == []
    assert client.get("/admin").status_code == 404


def test_the_password_is_kept_as_a_hash(client: FlaskClient, find: FindPerson) -> None:
    sign_up(client)
    person = find(NEW)
    assert person is not None
    assert str(person.password).startswith("$argon2id$")


@pytest.mark.parametrize("written", ["New@Example.com", "NEW@EXAMPLE.COM", " new@example.com "])
def test_addresses_are_kept_in_lower_case(written: str, client: FlaskClient, find: FindPerson) -> None:
    sign_up(client, email=written)
    assert find(NEW) is not None


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        (NEW, "short", "Use at least 10 characters."),
        (NEW, "", "Enter a password."),
        ("not an address", PASSWORD, "Enter an email address such as name@example.com."),
        ("jürgen@example.com", PASSWORD, "Many mail servers take only the letters a to z before the @"),
        ("ann@example.com\r\nBcc: x@example.com", PASSWORD, "Enter an email address such as name@example.com."),
        ("", PASSWORD, "Enter your email address."),
    ],
)
def test_a_refused_value_is_explained_beside_its_field(
    email: str, password: str, sentence: str, client: FlaskClient, session: Session
) -> None:
    before = accounts(session)
    page = sign_up(client, email, password)
    assert page.status_code in (200, 400)
    assert sentence in page.text
    assert accounts(session) == before


def test_what_was_typed_stays_except_the_password(client: FlaskClient) -> None:
    page = sign_up(client, password="short")
    assert f'value="{NEW}"' in page.text
    assert 'value="short"' not in page.text


def test_a_taken_address_keeps_its_password(client: FlaskClient, find: FindPerson) -> None:
    before = find(ANN.email)
    assert before is not None
    kept = before.password
    sign_up(client, email=ANN.email)
    after = find(ANN.email)
    assert after is not None
    assert after.password == kept


def test_the_one_letter_for_signing_up_confirms_the_address(client: FlaskClient, engine: Engine) -> None:
    sign_up(client)
    assert [letter.subject for letter in letters_to(engine, Name(NEW, ""))] == ["Confirm your address"]


def test_answers_given_before_signing_up_are_kept(client: FlaskClient, session: Session, find: FindPerson) -> None:
    client.post("/start/role", data={"role": "RN"})
    sign_up(client)
    client.get("/start")
    person = find(NEW)
    assert person is not None
    answers = session.scalars(select(Answer).where(Answer.account_id == person.account_id)).all()
    assert [(row.question_key, row.value) for row in answers] == [("role", "registered-nurse")]


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example"]
)
def test_signing_up_never_leads_to_another_site(onward: str, client: FlaskClient) -> None:
    data = {"email": NEW, "password": PASSWORD, "next": onward}
    answer = client.post("/sign-up", query_string={"next": onward}, data=data)
    assert not re.match(r"[a-z]+:|[/\\]{2}|/\\", answer.headers.get("Location", ""))
