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
from tests.shop.books import Books
from tests.shop.conftest import Deliver


@pytest.fixture
def anns_order(engine: Engine) -> str:
    return Books(engine, ANN).order.public_id


def test_the_list_shows_ones_own_orders_alone(
    as_: Callable[[Person], FlaskClient], anns_order: str, engine: Engine
) -> None:
    page = as_(ANN).get("/orders").text
    assert anns_order in page
    assert Books(engine, BEA).order.public_id not in page


def test_an_empty_list_says_that_nothing_was_charged(cal: FlaskClient) -> None:
    page = cal.get("/orders")
    assert page.status_code == 200
    assert "nothing has been charged" in page.text


def test_an_order_says_what_was_paid_and_asks_for_the_money_with_one_button(
    as_: Callable[[Person], FlaskClient], anns_order: str
) -> None:
    page = as_(ANN).get(f"/orders/{anns_order}").text
    for words in (anns_order, format_cents(OFFER.amount_cents), ANN.email, f"/orders/{anns_order}/refund-request"):
        assert words in page
    assert ">Ask for $79 back</button>" in page


def test_a_second_payment_is_shown_to_its_buyer(
    cal: FlaskClient, two_pages: list[str], stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    for page in two_pages:
        stripe.pay(page)
        deliver(stripe.make_event(session_id=page))
    assert [payment.is_duplicate for payment in books.payments] == [False, True]
    assert "second payment" in cal.get(f"/orders/{books.order.public_id}").text


def test_another_accounts_order_is_not_found(as_: Callable[[Person], FlaskClient], anns_order: str) -> None:
    page = as_(BEA).get(f"/orders/{anns_order}")
    assert page.status_code == 404
    assert ANN.email not in page.text


def test_there_is_no_such_order(cal: FlaskClient) -> None:
    assert cal.get("/orders/000000000000").status_code == 404


@pytest.mark.parametrize("path", ["/orders", "/orders/000000000000"])
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"
