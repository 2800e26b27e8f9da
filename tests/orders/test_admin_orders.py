"""/admin/orders and /admin/events: what staff see of the shop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.fake_stripe import FakeStripe
from tests.orders.books import Books
from tests.orders.conftest import Deliver
from tests.people import ANN, BEA, SAM, Person

PAGES = ["/admin/orders", "/admin/events", "/admin/orders/000000000000"]


@pytest.fixture
def sam(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    return as_(SAM)


@pytest.fixture
def anns(engine: Engine) -> Books:
    return Books(engine, ANN)


def found(page: str, *people: Person) -> list[bool]:
    """Whether the table has a row of each person's."""
    return [f"<td>{person.email}</td>" in page for person in people]


@pytest.mark.parametrize("path", PAGES)
def test_for_a_customer_these_pages_do_not_exist(path: str, as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


def test_staff_see_the_orders_of_all_accounts(sam: FlaskClient) -> None:
    assert found(sam.get("/admin/orders").text, ANN, BEA) == [True, True]


@pytest.mark.parametrize("find", ["ann@", "ANN@example.com", " ann@example.com "])
def test_an_order_is_found_by_the_start_of_an_address(find: str, sam: FlaskClient) -> None:
    assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [True, False]


def test_an_order_is_found_by_its_id_and_by_its_start(sam: FlaskClient, anns: Books) -> None:
    for find in (anns.order.public_id, anns.order.public_id[:8]):
        assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [True, False]


def test_an_order_is_found_by_each_of_stripes_ids(sam: FlaskClient, anns: Books) -> None:
    [payment] = anns.payments
    for find in (payment.session_id, payment.stripe_id, payment.charge_id):
        assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [True, False]


@pytest.mark.parametrize("find", ["nobody@", "%", "_", "cs_", "pi_"])
def test_what_fits_no_order_finds_none(find: str, sam: FlaskClient) -> None:
    assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [False, False]


def test_one_order_shows_its_attempts_and_its_money(sam: FlaskClient, anns: Books) -> None:
    page = sam.get(f"/admin/orders/{anns.order.public_id}").text
    [payment] = anns.payments
    for words in (payment.session_id, payment.stripe_id, "$79", ANN.email):
        assert words in page


def test_a_flag_is_shown_in_the_list_and_on_the_order(
    sam: FlaskClient, opened: str, stripe: FakeStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pays(currency="eur")
    deliver(stripe.event())
    for path in ("/admin/orders", f"/admin/orders/{books.order.public_id}"):
        assert "the currency is eur and should be usd" in sam.get(path).text


def test_there_is_no_such_order(sam: FlaskClient) -> None:
    assert sam.get("/admin/orders/000000000000").status_code == 404


def test_the_inbox_shows_each_event_with_its_outcome_and_reason(
    sam: FlaskClient, opened: str, stripe: FakeStripe, deliver: Deliver
) -> None:
    settled, foreign = stripe.event(), stripe.event(livemode=True)
    deliver(settled)
    deliver(foreign)
    page = sam.get("/admin/events").text
    for words in (settled["id"], foreign["id"], "settled", "quarantined", "it comes from the other mode of Stripe"):
        assert words in page
