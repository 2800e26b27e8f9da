"""Which passwords are taken, and what happens when the pepper they are hashed with is replaced."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from saas.accounts import peppers
from saas.accounts.messages import TOO_COMMON, TOO_LONG, TOO_SHORT, TOO_SIMPLE
from saas.accounts.passwords import find_fault
from tests.accounts.conftest import FindPerson, SignIn, is_signed_in
from tests.people import ANN, PASSWORD

EMAIL = "jordan.rivera@example.com"


@pytest.mark.parametrize(
    "password",
    [
        "a calm river at noon",
        "correct horse battery staple",
        "no digits and no capitals",
        "ünïcödé pässwörds tóo",
        "8471 2205 9930 6612",
        "twelve quiet herons walked past the lamplit harbor while somebody counted apricots " * 3,
    ],
)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    assert find_fault(password, EMAIL) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", TOO_SHORT),
        ("x" * 257, TOO_LONG),
        ("1234567890", TOO_COMMON),
        ("password123", TOO_COMMON),
        ("qwertyuiop", TOO_COMMON),
        ("P@ssw0rd123", TOO_SIMPLE),
        ("careercanopy", TOO_SIMPLE),
        ("CareerCanopy1", TOO_SIMPLE),
        (EMAIL, TOO_SIMPLE),
        ("jordanrivera", TOO_SIMPLE),
        ("aaaaaaaaaaaaaaaaaaaa", TOO_SIMPLE),
        ("abcdefghijkl", TOO_SIMPLE),
    ],
)
def test_what_is_guessed_first_is_refused_with_its_reason(password: str, sentence: str) -> None:
    assert find_fault(password, EMAIL) == sentence


@pytest.mark.parametrize(("password", "sentence"), [("1234567890", TOO_COMMON), ("w" * 257, TOO_LONG)])
@pytest.mark.parametrize("path", ["/sign-up", "/settings/password"])
def test_every_form_for_a_new_one_refuses_it(
    path: str, password: str, sentence: str, client: FlaskClient, sign_in: SignIn
) -> None:
    if path != "/sign-up":
        sign_in(ANN.email)
    fields = {"email": EMAIL, "new_password": password, "new_password_confirm": password}
    page = client.post(path, data={"password": PASSWORD if path != "/sign-up" else password, **fields})
    assert sentence in page.text.replace("&#39;", "'")


def test_the_two_ways_to_write_an_accent_are_one_password(client: FlaskClient) -> None:
    words = "café au lait at eleven"
    client.post("/sign-up", data={"email": EMAIL, "password": unicodedata.normalize("NFC", words)})
    other = client.application.test_client()
    other.post("/sign-in", data={"email": EMAIL, "password": unicodedata.normalize("NFD", words)})
    assert is_signed_in(other)


def hash_of(find: FindPerson) -> str | None:
    ann = find(ANN.email)
    assert ann is not None
    return ann.password


@pytest.fixture
def rotate(app: Flask) -> Iterator[None]:
    """The pepper is replaced, and the one before is kept."""
    before = app.config["SECURITY_PASSWORD_SALT"]
    peppers.init_app(app, ["a new pepper of more than thirty-two characters", before])
    yield
    peppers.init_app(app, [before])


@pytest.mark.usefixtures("rotate")
def test_after_a_rotation_the_password_works_and_is_hashed_anew(
    client: FlaskClient, app: Flask, find: FindPerson
) -> None:
    before = hash_of(find)
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD})
    assert is_signed_in(client)
    assert hash_of(find) != before
    peppers.init_app(app, ["a new pepper of more than thirty-two characters"])
    other = app.test_client()
    other.post("/sign-in", data={"email": ANN.email, "password": PASSWORD})
    assert is_signed_in(other)


@pytest.mark.usefixtures("rotate")
def test_after_a_rotation_a_wrong_password_stays_wrong(client: FlaskClient) -> None:
    client.post("/sign-in", data={"email": ANN.email, "password": "another calm river"})
    assert not is_signed_in(client)


def test_without_the_older_pepper_its_passwords_are_unknown(app: Flask, client: FlaskClient) -> None:
    before = app.config["SECURITY_PASSWORD_SALT"]
    peppers.init_app(app, ["a new pepper of more than thirty-two characters"])
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD})
    peppers.init_app(app, [before])
    assert not is_signed_in(client)
