"""Another address takes the place of the old one when its link was opened, and not before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_customer_letter
from saas.kernel.db import transaction
from saas.kernel.letters import Letter
from tests.accounts.conftest import FindPerson, is_signed_in
from tests.letters import letters_to
from tests.people import ANN, BEA, PASSWORD, Person, account_of

HOME = Person("ann.at.home@example.com", "")
LINK = re.compile(r"http://shop\.test(/confirm/[^\s\"<]+)")


@pytest.fixture
def ann(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    return as_(ANN)


def request_change(client: FlaskClient, email: str = HOME.email, password: str = PASSWORD) -> int:
    return client.post("/settings/address", data={"email": email, "password": password}).status_code


def link_to(engine: Engine, person: Person) -> str:
    match = LINK.search(letters_to(engine, person)[-1].text)
    assert match is not None
    return match[1]


def test_the_new_address_is_asked_and_the_old_one_is_told(ann: FlaskClient, engine: Engine, find: FindPerson) -> None:
    assert request_change(ann) == 303
    assert [letter.subject for letter in letters_to(engine, HOME)] == ["Confirm your new address"]
    assert letters_to(engine, ANN)[-1].subject == "Your address is about to change"
    assert HOME.email not in letters_to(engine, ANN)[-1].text
    assert find(ANN.email) is not None and find(HOME.email) is None


def test_opening_the_link_changes_it_and_signing_in_follows(ann: FlaskClient, engine: Engine, find: FindPerson) -> None:
    request_change(ann)
    ann.post(link_to(engine, HOME))
    person = find(HOME.email)
    assert person is not None and person.confirmed_at is not None and find(ANN.email) is None
    assert letters_to(engine, ANN)[-1].subject == "Your address was changed"
    other = ann.application.test_client()
    other.post("/sign-in", data={"email": HOME.email, "password": PASSWORD})
    assert is_signed_in(other)


def test_letters_follow_also_those_about_an_earlier_order(ann: FlaskClient, engine: Engine, session: Session) -> None:
    request_change(ann)
    ann.post(link_to(engine, HOME))
    with transaction(session):
        ann_account = find_account(session)
        queue_customer_letter(session, ann_account, Letter("refund:1", ANN.email, "Refund", "text"))
    assert letters_to(engine, HOME)[-1].subject == "Refund"


def find_account(session: Session) -> int:
    return account_of(session, HOME)


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        (HOME.email, "not her password", "That is not the password of this account."),
        (HOME.email, "", "That is not the password of this account."),
        ("no address", PASSWORD, "Enter an email address such as name@example.com."),
        ("", PASSWORD, "Enter an email address such as name@example.com."),
        (ANN.email, PASSWORD, "That is the address you have now."),
    ],
)
def test_a_refused_value_is_explained_beside_its_field(
    email: str, password: str, sentence: str, ann: FlaskClient, engine: Engine
) -> None:
    page = ann.post("/settings/address", data={"email": email, "password": password})
    assert page.status_code == 422 and sentence in page.text
    assert f'value="{email}"' in page.text if email else True
    assert letters_to(engine, HOME) == []


def test_an_address_that_somebody_has_reads_the_same_and_is_refused_at_the_link(
    ann: FlaskClient, engine: Engine, find: FindPerson
) -> None:
    assert request_change(ann, BEA.email) == request_change(ann, HOME.email) == 303
    path = link_to(engine, BEA)
    page = ann.post(path)
    assert page.status_code == 409 and "There is another account with this address" in page.text
    assert find(ANN.email) is not None


def test_the_link_works_in_this_account_alone(
    ann: FlaskClient, engine: Engine, as_: Callable[[Person], FlaskClient], find: FindPerson
) -> None:
    request_change(ann)
    assert as_(BEA).post(link_to(engine, HOME)).status_code == 404
    assert find(HOME.email) is None


def test_a_new_password_ends_the_change(ann: FlaskClient, engine: Engine, find: FindPerson) -> None:
    request_change(ann)
    path, words = link_to(engine, HOME), "another set of words"
    ann.post("/settings/password", data={"password": PASSWORD, "new_password": words, "new_password_confirm": words})
    assert ann.post(path).status_code == 404
    assert find(HOME.email) is None


def test_the_page_names_the_address_one_has(ann: FlaskClient) -> None:
    page = ann.get("/settings/address")
    assert page.status_code == 200 and ANN.email in page.text
