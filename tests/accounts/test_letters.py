"""The letters of passwords and of signing up: one per name that Flask-Security may use, as text and as a page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.letters import TEMPLATES, queue_account_letter
from saas.accounts.models import Person as PersonRow
from saas.kernel.db import transaction
from tests.letters import letters_to
from tests.people import ANN, PASSWORD


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_letter_has_a_text_and_a_page_that_say_the_same(
    app: Flask, session: Session, engine: Engine, name: str
) -> None:
    person = session.scalars(select(PersonRow).where(PersonRow.email == ANN.email)).unique().one()
    with app.test_request_context(base_url="http://shop.test"), transaction(session):
        queue_account_letter(session, name, ANN.email, {"user": person})
    letter = letters_to(engine, ANN)[-1]
    assert letter.key.startswith(f"{name}:")
    assert "CareerCanopy" in letter.subject
    for body in (letter.text, letter.html):
        assert ANN.email in body
        assert "http://shop.test/reset" in body
    assert letter.html.startswith("<!doctype html>")


def test_a_changed_password_is_told_to_its_owner(client: FlaskClient, engine: Engine) -> None:
    client.post("/sign-in", data={"email": ANN.email, "password": PASSWORD})
    new = {"new_password": "yet more sets of words", "new_password_confirm": "yet more sets of words"}
    client.post("/settings/password", data={"password": PASSWORD, **new})
    letter = letters_to(engine, ANN)[-1]
    assert letter.subject == "Your CareerCanopy password was changed"
    assert letter.text.startswith(f"The password of the CareerCanopy account of {ANN.email} was changed just now.\n\n")
