"""/sign-in: an address and a password."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel.db import transaction
from tests.accounts.conftest import SignIn, is_signed_in
from tests.people import ANN, CAL, SAM
from tests.people import Person as Name

TOGETHER = "That email and password do not go together."
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("person", [ANN, CAL, SAM])
def test_the_right_password_signs_in(person: Name, sign_in: SignIn, client: FlaskClient) -> None:
    answer = sign_in(person.email)
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert is_signed_in(client)


@pytest.mark.parametrize("written", ["Ann@Example.com", " ann@example.com"])
def test_an_address_may_be_written_in_any_case(written: str, sign_in: SignIn) -> None:
    assert sign_in(written).location == "/dashboard"


def without_address(text: str, *addresses: str) -> str:
    for address in addresses:
        text = text.replace(address, "")
    return re.sub(r'name="csrf_token"[^>]*>', "", text)


def test_a_wrong_password_and_an_unknown_address_read_the_same(sign_in: SignIn, client: FlaskClient) -> None:
    wrong = sign_in(ANN.email, "not the password")
    unknown = sign_in("nobody@example.com", "not the password")
    assert TOGETHER in wrong.text
    assert wrong.status_code == unknown.status_code
    assert without_address(wrong.text, ANN.email) == without_address(unknown.text, "nobody@example.com")
    assert not is_signed_in(client)


def test_a_person_without_a_password_cannot_use_one(session: Session, sign_in: SignIn, client: FlaskClient) -> None:
    with transaction(session):
        session.execute(update(Person).where(Person.email == SAM.email).values(password=None))
    for password in ("", "None", "any password at all"):
        assert sign_in(SAM.email, password).status_code in (200, 400)
    assert not is_signed_in(client)


def test_signing_in_leads_on_to_the_page_asked_for(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in_address = client.get("/orders").location
    assert sign_in_address == "/sign-in?next=/orders"
    assert 'value="/orders"' in client.get(sign_in_address).text
    assert sign_in(ANN.email, path=sign_in_address, next="/orders").location == "/orders"


@pytest.mark.parametrize("onward", ELSEWHERE)
@pytest.mark.parametrize("place", ["form", "address", "both"])
def test_signing_in_never_leads_to_another_site(place: str, onward: str, client: FlaskClient) -> None:
    query = {"next": onward} if place != "form" else {}
    fields = {"next": onward} if place != "address" else {}
    answer = client.post(
        "/sign-in", query_string=query, data={"email": ANN.email, "password": "a long enough password", **fields}
    )
    assert not re.match(r"[a-z]+:|[/\\]{2}|/\\", answer.headers.get("Location", ""))


def test_staying_signed_in_is_a_choice(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(ANN.email)
    assert client.get_cookie("remember_token") is None
    client.post("/sign-out")
    sign_in(ANN.email, remember="y")
    assert client.get_cookie("remember_token") is not None


def test_a_token_in_the_address_signs_nobody_in(client: FlaskClient) -> None:
    answer = client.get("/settings", query_string={"auth_token": ANN.uniquifier})
    assert answer.location.startswith("/sign-in")
