"""GET /orders and /orders/<id>: the account's own orders, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from saas.kernel.money import format_cents
from saas.shop.orders.offer import OFFER
from tests.local_stripe import LocalStripe
from tests.people import ANN, BEA, Person
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords


@pytest.fixture
def anns_order(engine: Engine) -> str:
    return ShopRecords(engine, ANN).order.public_id


def test_the_list_shows_own_orders_alone(as_: Callable[[Person], FlaskClient], anns_order: str, engine: Engine) -> None:
    page = as_(ANN).get("/orders").text
    assert anns_order in page
    assert ShopRecords(engine, BEA).order.public_id not in page


def test_an_empty_list_says_that_nothing_was_charged(cal: FlaskClient) -> None:
    page = cal.get("/orders")
    assert page.status_code == 200
    assert "nothing has been charged" in page.text


def test_an_order_shows_what_was_paid_and_a_refund_button(
    as_: Callable[[Person], FlaskClient], anns_order: str
) -> None:
    page = as_(ANN).get(f"/orders/{anns_order}").text
    for words in (anns_order, format_cents(OFFER.amount_cents), ANN.email, f"/orders/{anns_order}/refund-request"):
        assert words in page
    assert ">Ask for $79 back</button>" in page


def test_a_second_payment_is_shown_to_its_buyer(
    cal: FlaskClient, two_sessions: list[str], stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    for session_id in two_sessions:
        stripe.pay(session_id)
        deliver(stripe.make_event(session_id=session_id))
    assert [payment.is_duplicate for payment in records.payments] == [False, True]
    assert "second payment" in cal.get(f"/orders/{records.order.public_id}").text


def test_another_accounts_order_is_not_found(as_: Callable[[Person], FlaskClient], anns_order: str) -> None:
    page = as_(BEA).get(f"/orders/{anns_order}")
    assert page.status_code == 404
    assert ANN.email not in page.text


def test_an_unknown_order_is_not_found(cal: FlaskClient) -> None:
    assert cal.get("/orders/000000000000").status_code == 404


@pytest.mark.parametrize("path", ["/orders", "/orders/000000000000"])
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"
