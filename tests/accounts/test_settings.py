"""/settings and /settings/password."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.accounts.conftest import SignIn, is_signed_in
from tests.letters import letters_to
from tests.people import ANN, BEA, PASSWORD

NEW_PASSWORD = "another set of words"


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW_PASSWORD, again: str = "") -> int:
    fields = {"password": old, "new_password": new, "new_password_confirm": again or new}
    return client.post("/settings/password", data=fields).status_code


@pytest.mark.parametrize("path", ["/settings", "/settings/password"])
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    assert client.get(path).location.startswith("/sign-in")


def test_the_page_shows_only_the_persons_own_address(anns_phone: FlaskClient) -> None:
    page = anns_phone.get("/settings").text
    assert ANN.email in page
    assert BEA.email not in page


def test_the_changed_password_works(anns_phone: FlaskClient, sign_in: SignIn) -> None:
    assert change(anns_phone) == 302
    assert sign_in(ANN.email).status_code == 200
    assert sign_in(ANN.email, NEW_PASSWORD).location == "/dashboard"


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("wrong", NEW_PASSWORD, ""), (PASSWORD, "short", ""), (PASSWORD, NEW_PASSWORD, "other words here")],
)
def test_a_password_that_cannot_be_changed_stays(
    old: str, new: str, again: str, anns_phone: FlaskClient, sign_in: SignIn
) -> None:
    assert change(anns_phone, old, new, again) in (200, 400)
    assert sign_in(ANN.email).location == "/dashboard"


def test_this_device_stays_signed_in_and_others_do_not(
    anns_phone: FlaskClient, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(ANN.email)
    change(anns_phone)
    assert (is_signed_in(anns_phone), is_signed_in(client)) == (True, False)


def test_a_letter_says_that_the_password_was_changed(anns_phone: FlaskClient, engine: Engine) -> None:
    change(anns_phone)
    assert letters_to(engine, ANN)[-1].subject == "Your CareerCanopy password was changed"
