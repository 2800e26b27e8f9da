"""Cal, who signed up and did not pay; what is kept about him; and Stripe calling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from saas.kernel import clock
from saas.kernel.tenancy import unscoped
from saas.settings import SANDBOX_WEBHOOK_SECRET
from saas.shop.stripe import inbox
from tests.local_stripe import LocalStripe, signed
from tests.people import CAL, Person
from tests.shop.books import Books

Deliver = Callable[..., TestResponse]


@pytest.fixture
def cal(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    return as_(CAL)


@pytest.fixture
def books(engine: Engine) -> Books:
    return Books(engine, CAL)


@pytest.fixture
def opened(cal: FlaskClient, stripe: LocalStripe) -> str:
    """The session that Cal has open at Stripe."""
    assert cal.post("/checkout").status_code == 303
    return stripe.only_session


@pytest.fixture
def knock(app: Flask) -> Deliver:
    """Stripe calls: a browser without cookies, a signature over the body. What a worker would do then is not done."""

    def call(event: Mapping[str, Any], secret: str = SANDBOX_WEBHOOK_SECRET, at: float | None = None) -> TestResponse:
        return app.test_client().post("/webhooks/stripe", **signed(event, secret, at=at))

    return call


@pytest.fixture
def work(app: Flask, engine: Engine) -> Callable[[str], str]:
    """A worker takes the event up: `work(event_id)` is the state it comes to."""

    def handle(event_id: str) -> str:
        with unscoped(engine, "tests: looking and arranging") as session:
            return inbox.apply_event(session, app.extensions["stripe"], event_id)

    return handle


@pytest.fixture
def deliver(knock: Deliver, work: Callable[[str], str]) -> Deliver:
    """Stripe calls, and a worker at once does what was kept."""

    def call(event: Mapping[str, Any], **how: Any) -> TestResponse:
        answer = knock(event, **how)
        if answer.json == {"outcome": "received"}:
            work(event["id"])
        return answer

    return call


@pytest.fixture
def paid(opened: str, stripe: LocalStripe, deliver: Deliver) -> str:
    """The session that Cal has paid, and we know it."""
    stripe.pay(opened)
    assert deliver(stripe.make_event()).json == {"outcome": "received"}
    return opened


@pytest.fixture
def two_pages(cal: FlaskClient, stripe: LocalStripe) -> list[str]:
    """Two sessions of one order: the answer for the first was lost until it was too old to be asked for again."""
    stripe.loses_answers = True
    cal.post("/checkout")
    stripe.loses_answers = False
    with time_machine.travel(clock.now() + timedelta(hours=22, minutes=45)):
        cal.post("/checkout")
    return list(stripe.sessions)
