"""Cal, who signed up and did not pay; what is stored about him; and Stripe's events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.kernel import clock
from saas.kernel.tenancy import account_session, unscoped
from saas.settings import SANDBOX_WEBHOOK_SECRET
from saas.shop.refunds.actions import request_refund
from saas.shop.refunds.models import Refund
from saas.shop.stripe import inbox
from saas.shop.stripe.refunds import submit_refund
from tests.local_stripe import LocalStripe, signed
from tests.people import ANN, CAL, Person, account_of
from tests.shop.records import ShopRecords

Deliver = Callable[..., TestResponse]


@pytest.fixture
def cal(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    return as_(CAL)


@pytest.fixture
def cal_db(session: Session, engine: Engine) -> Iterator[Session]:
    """A session that belongs to Cal's account."""
    with account_session(engine, account_of(session, CAL)) as cal_session:
        yield cal_session


@pytest.fixture
def records(engine: Engine) -> ShopRecords:
    """What the shop stores about Cal."""
    return ShopRecords(engine, CAL)


@pytest.fixture
def ann_records(engine: Engine) -> ShopRecords:
    return ShopRecords(engine, ANN)


@pytest.fixture
def open_session(cal: FlaskClient, stripe: LocalStripe) -> str:
    """The id of the Checkout Session that Cal has open at Stripe."""
    assert cal.post("/checkout").status_code == 303
    return stripe.only_session


@pytest.fixture
def post_event(app: Flask) -> Deliver:
    """Send an event to the webhook, signed and without cookies. No worker applies it."""

    def post(event: Mapping[str, Any], secret: str = SANDBOX_WEBHOOK_SECRET, at: float | None = None) -> TestResponse:
        return app.test_client().post("/webhooks/stripe", **signed(event, secret, at=at))

    return post


@pytest.fixture
def apply_event(app: Flask, engine: Engine) -> Callable[[str], str]:
    """What a worker does with a kept event: `apply_event(event_id)` is the state it comes to."""

    def apply_kept(event_id: str) -> str:
        with unscoped(engine, "tests: looking and arranging") as session:
            return inbox.apply_event(session, app.extensions["stripe"], event_id)

    return apply_kept


@pytest.fixture
def deliver(post_event: Deliver, apply_event: Callable[[str], str]) -> Deliver:
    """Send an event to the webhook, and apply it at once as a worker would."""

    def post_and_apply(event: Mapping[str, Any], **options: Any) -> TestResponse:
        answer = post_event(event, **options)
        if answer.json == {"outcome": "received"}:
            apply_event(event["id"])
        return answer

    return post_and_apply


@pytest.fixture
def paid_session(open_session: str, stripe: LocalStripe, deliver: Deliver) -> str:
    """The id of the session that Cal has paid, and we know it."""
    stripe.pay(open_session)
    assert deliver(stripe.make_event()).json == {"outcome": "received"}
    return open_session


@pytest.fixture
def two_sessions(cal: FlaskClient, stripe: LocalStripe) -> list[str]:
    """Two sessions of one order: the answer for the first was lost until it was too old to be asked for again."""
    stripe.loses_answers = True
    cal.post("/checkout")
    stripe.loses_answers = False
    with time_machine.travel(clock.now() + timedelta(hours=22, minutes=45)):
        cal.post("/checkout")
    return list(stripe.sessions)


@pytest.fixture
def staff_order_page(paid_session: str, records: ShopRecords) -> str:
    """The path of the staff's page about the order that Cal paid."""
    return f"/admin/orders/{records.order.public_id}"


@pytest.fixture
def submit_refunds(app: Flask, engine: Engine, records: ShopRecords) -> Callable[[], None]:
    """What a worker does: submit all of Cal's refunds to Stripe."""

    def submit() -> None:
        with unscoped(engine, "tests: looking and arranging") as session:
            for refund in records.refunds:
                submit_refund(session, app.extensions["stripe"], refund.public_id)

    return submit


@pytest.fixture
def refund_request(engine: Engine, paid_session: str, records: ShopRecords) -> Refund:
    """Cal has asked for the money back."""
    with unscoped(engine, "tests: looking and arranging") as session:
        return request_refund(session, records.order.public_id, note="It was not what I need")


@pytest.fixture
def disputed(paid_session: str, stripe: LocalStripe, deliver: Deliver) -> None:
    """Cal's bank disputes the payment."""
    stripe.open_dispute(paid_session)
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
