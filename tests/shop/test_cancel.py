"""POST /orders/<id>/cancellation: giving up an order that is not paid."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.shop.books import Books


@pytest.fixture
def order(opened: str, books: Books) -> str:
    """The page of an order that Cal went to pay and did not."""
    return f"/orders/{books.order.public_id}"


def test_giving_up_closes_the_payment_page(cal: FlaskClient, order: str, opened: str, stripe: LocalStripe) -> None:
    page = cal.post(f"{order}/cancellation", follow_redirects=True).text
    assert "The order is given up. Nothing was charged." in page and "Given up" in page
    assert stripe.sessions[opened].status == "expired"


def test_it_is_offered_while_nothing_was_paid(cal: FlaskClient, order: str) -> None:
    page = cal.get(order).text
    assert f'action="{order}/cancellation"' in page and ">Pay $79</button>" in page


def test_afterward_another_can_be_begun(cal: FlaskClient, order: str, books: Books) -> None:
    cal.post(f"{order}/cancellation")
    assert cal.post("/checkout").status_code == 303
    assert [one.state for one in books.orders] == ["canceled", "pending"]


def test_what_was_paid_in_that_moment_stays_paid(
    cal: FlaskClient, order: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.pay()
    page = cal.post(f"{order}/cancellation", follow_redirects=True).text
    assert (books.order.state, "given up" in page) == ("paid", False)


def test_while_a_bank_sends_the_money_it_cannot_be_given_up(
    cal: FlaskClient, order: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.start_bank_debit()
    answer = cal.post(f"{order}/cancellation")
    assert (answer.status_code, "has been asked for the money" in answer.text) == (409, True)
    assert books.order.state == "processing"


def test_when_stripe_is_down_the_order_is_as_it_was(
    cal: FlaskClient, order: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.is_down = True
    answer = cal.post(f"{order}/cancellation")
    assert (answer.status_code, "The order is as it was" in answer.text) == (503, True)
    assert books.order.state == "pending"


def test_a_gift_that_is_given_up_can_be_begun_anew(cal: FlaskClient, books: Books) -> None:
    cal.post("/gift", data={"giver_name": "Cal"})
    order = f"/orders/{books.order.public_id}"
    page = cal.post(f"{order}/cancellation", follow_redirects=True).text
    assert 'href="/gift">begin a new one' in page
