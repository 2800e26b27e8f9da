"""Forms that another site sends: a page that says nothing was changed, and nothing was."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.shop.orders.models import Order
from tests.accounts.conftest import is_signed_in
from tests.people import ANN, PASSWORD, SAM

FORMS: dict[str, dict[str, str]] = {
    "/sign-in": {"email": ANN.email, "password": PASSWORD},
    "/sign-up": {"email": "new@example.com", "password": PASSWORD},
    "/reset": {"email": ANN.email},
    "/sign-out": {},
    "/settings/password": {"password": PASSWORD, "new_password": "other words", "new_password_confirm": "other words"},
    "/checkout": {},
}


@pytest.fixture(autouse=True)
def _forms_need_their_token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_token_is_refused(path: str, anns_phone: FlaskClient) -> None:
    page = anns_phone.post(path, data=FORMS[path])
    assert page.status_code == 400
    assert "Nothing was changed" in page.text


@pytest.mark.parametrize("path", FORMS)
def test_a_form_with_a_made_up_token_is_refused(path: str, client: FlaskClient) -> None:
    assert client.post(path, data=FORMS[path] | {"csrf_token": "made up"}).status_code == 400


def test_nothing_was_changed(anns_phone: FlaskClient, session: Session) -> None:
    def kept() -> tuple[object, ...]:
        session.rollback()
        people = session.execute(select(Person.email, Person.password).order_by(Person.id)).all()
        return people, session.scalar(select(func.count(Order.id)))

    before = kept()
    for path, fields in FORMS.items():
        anns_phone.post(path, data=fields)
    assert kept() == before
    assert is_signed_in(anns_phone)


def test_a_sign_in_link_pressed_by_another_site_stays_good(session: Session, client: FlaskClient, app: Flask) -> None:
    link = f"/sign-in/link/{issue_sign_in_link(session, SAM.email)}"
    assert client.post(link).status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(link).status_code == 303
