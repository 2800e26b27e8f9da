"""/reset: a letter with a link, and a new password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine

from saas.kernel import clock
from saas.kernel.letters import Letter
from tests.accounts.conftest import SignIn, is_signed_in
from tests.letters import letters_to
from tests.people import ANN, Person

NEW_PASSWORD = "another set of words"
LINK = re.compile(r"http://[^\s\"<]+(/reset/[^\s\"<]+)")


def letters(engine: Engine, person: Person = ANN) -> list[Letter]:
    return [letter for letter in letters_to(engine, person) if not letter.key.startswith("receipt")]


@pytest.fixture
def link(client: FlaskClient, engine: Engine) -> str:
    """The path in the letter that Ann asked for."""
    client.post("/reset", data={"email": ANN.email})
    [letter] = letters(engine)
    match = LINK.search(letter.text)
    assert match is not None, letter.text
    return match[1]


def choose(client: FlaskClient, link: str, password: str = NEW_PASSWORD) -> int:
    return client.post(link, data={"password": password, "password_confirm": password}).status_code


def test_asking_queues_one_letter_with_a_link(link: str, engine: Engine) -> None:
    [letter] = letters(engine)
    assert (letter.to, letter.subject) == (ANN.email, "Reset your CareerCanopy password")


def test_the_link_leads_to_this_shop(client: FlaskClient, engine: Engine) -> None:
    client.post("/reset", data={"email": ANN.email}, headers={"Host": "evil.example"})
    assert all("evil" not in letter.text + letter.html for letter in letters(engine))


def test_an_unknown_address_reads_the_same_and_gets_no_letter(client: FlaskClient, engine: Engine) -> None:
    sentence = "If there is an account for {}, a letter with a link is on its way."
    for email in (ANN.email, "nobody@example.com"):
        page = client.post("/reset", data={"email": email}, follow_redirects=True)
        assert page.status_code == 200
        assert sentence.format(email) in page.text
    assert letters(engine, Person("nobody@example.com", "")) == []


def test_the_new_password_works_and_the_old_one_does_not(link: str, client: FlaskClient, sign_in: SignIn) -> None:
    choose(client, link)
    client.post("/sign-out")
    assert sign_in(ANN.email).status_code == 200
    assert sign_in(ANN.email, NEW_PASSWORD).location == "/dashboard"


def test_a_link_works_once(link: str, client: FlaskClient, sign_in: SignIn) -> None:
    choose(client, link)
    client.post("/sign-out")
    choose(client, link, "a third set of words")
    assert sign_in(ANN.email, "a third set of words").status_code == 200
    assert sign_in(ANN.email, NEW_PASSWORD).location == "/dashboard"


def test_a_link_is_good_for_an_hour(link: str, client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        choose(client, link)
    assert sign_in(ANN.email, NEW_PASSWORD).status_code == 200
    assert sign_in(ANN.email).location == "/dashboard"


def test_a_short_password_is_refused_and_the_link_stays_good(link: str, client: FlaskClient, sign_in: SignIn) -> None:
    choose(client, link, "short")
    choose(client, link)
    client.post("/sign-out")
    assert sign_in(ANN.email, NEW_PASSWORD).location == "/dashboard"


@pytest.mark.parametrize("token", ["guess", "WyIxIl0.abc.def"])
def test_a_guessed_link_is_refused(token: str, client: FlaskClient) -> None:
    answer = client.get(f"/reset/{token}")
    assert answer.location == "/reset"


def test_other_devices_are_signed_out(link: str, anns_phone: FlaskClient, client: FlaskClient) -> None:
    assert is_signed_in(anns_phone)
    choose(client, link)
    assert not is_signed_in(anns_phone)


def test_a_letter_says_that_the_password_was_changed(link: str, client: FlaskClient, engine: Engine) -> None:
    choose(client, link)
    assert letters(engine)[-1].subject == "Your CareerCanopy password was changed"


def test_nobody_fills_a_mailbox_by_asking_again(client: FlaskClient, engine: Engine) -> None:
    pages = [client.post("/reset", data={"email": ANN.email}, follow_redirects=True).text for _ in range(7)]
    assert all("One address gets five such letters an hour at most" in page for page in pages)
    assert len(letters(engine)) == 5
