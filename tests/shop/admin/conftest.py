"""Sam at the shop's desk, and Cal who paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from saas.kernel.tenancy import unscoped
from saas.shop.refunds.actions import request_refund
from saas.shop.refunds.models import Refund
from saas.shop.stripe.refunds import submit_refund
from tests.local_stripe import LocalStripe
from tests.people import ANN
from tests.shop.books import Books
from tests.shop.conftest import Deliver


@pytest.fixture
def anns(engine: Engine) -> Books:
    return Books(engine, ANN)


@pytest.fixture
def order_page(paid: str, books: Books) -> str:
    return f"/admin/orders/{books.order.public_id}"


@pytest.fixture
def send(app: Flask, engine: Engine, books: Books) -> Callable[[], None]:
    """A worker sends Cal's refunds to Stripe."""

    def work() -> None:
        with unscoped(engine, "tests: looking and arranging") as session:
            for refund in books.refunds:
                submit_refund(session, app.extensions["stripe"], refund.public_id)

    return work


@pytest.fixture
def request_of_cal(engine: Engine, paid: str, books: Books) -> Refund:
    """Cal asks for the money back."""
    with unscoped(engine, "tests: looking and arranging") as session:
        return request_refund(session, books.order.public_id, note="It was not what I need")


@pytest.fixture
def disputed(paid: str, stripe: LocalStripe, deliver: Deliver) -> None:
    """Cal's bank asks for the money."""
    stripe.open_dispute(paid)
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))


def typed(books: Books, **different: Any) -> dict[str, Any]:
    """The form of a refund as Sam sends it."""
    [payment] = books.payments
    sent = {"payment": payment.stripe_id, "amount": "79.00", "reason": "requested_by_customer", "note": "By phone"}
    return sent | {"left": f"{payment.stripe_id}:7900"} | different
