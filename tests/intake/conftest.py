"""Browsers that read before they send, and people who have paid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.accounts.models import Account, Person
from saas.accounts.sessions.actions import create_session
from saas.kernel.db import transaction
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import account_session, unowned_session
from saas.shop.orders.models import Order
from saas.shop.orders.offer import OFFER
from saas.shop.orders.rules import OrderState

# Tests name their cases by questions before any app is made.
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The shared app, with forgery protection on."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@dataclass
class Browser:
    """A browser that reads the page before it sends the form on it."""

    client: FlaskClient

    def get(self, path: str) -> str:
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def goes(self, path: str) -> str:
        return self.client.get(path).headers["Location"]

    def send(self, path: str, **fields: object) -> TestResponse:
        headers = {"X-Autosave": "1"} if fields.pop("autosave", False) else {}
        token = TOKEN.search(self.get(fields.pop("page", path)))  # type: ignore[arg-type]
        assert token is not None
        data = {name.replace("__", "-"): value for name, value in fields.items()}
        return self.client.post(path, data={"csrf_token": token[1], **data}, headers=headers)


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def person(app: Flask) -> Callable[..., Person]:
    """`person("ann")` has paid; `person("cal", has_paid=False)` has an account and no order."""

    def create(name: str, *, has_paid: bool = True) -> Person:
        row = Person(
            email=f"{name}-in-intake@example.com", account=Account(), fs_uniquifier=new_public_id(32), roles=[]
        )
        with unowned_session(app.extensions["engine"]) as session, transaction(session):
            session.add(row)
            create_session(session, row, row.fs_uniquifier, user_agent="", source="")
        if has_paid:
            with account_session(app.extensions["engine"], row.account_id) as own, transaction(own):
                own.add(
                    Order(
                        state=OrderState.PAID, amount_cents=OFFER.amount_cents, currency=OFFER.currency, email=row.email
                    )
                )
        return row

    return create


@pytest.fixture
def sign_in(app: Flask, person: Callable[..., Person]) -> Callable[..., Browser]:
    """Sign in somebody who has paid, in a new browser or in the one given."""

    def enter(name: str, browser: Browser | None = None) -> Browser:
        browser = browser or Browser(app.test_client())
        with browser.client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = person(name).fs_uniquifier, True
        return browser

    return enter


@pytest.fixture
def ann(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in("ann")


@pytest.fixture
def account(app: Flask, person: Callable[..., Person]) -> Iterator[Session]:
    """The session of an account that has paid, without a browser."""
    with account_session(app.extensions["engine"], person("rowan").account_id) as session:
        yield session


@pytest.fixture
def unpaid_account(app: Flask, person: Callable[..., Person]) -> Iterator[Session]:
    """The session of an account without an order."""
    with account_session(app.extensions["engine"], person("uma", has_paid=False).account_id) as session:
        yield session
