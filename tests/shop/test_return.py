"""GET /checkout/return: back from Stripe. The address proves nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import BEA, Person
from tests.shop.books import Books
from tests.shop.conftest import Deliver

RETURN = "/checkout/return?session_id="


def test_coming_back_is_enough_to_get_in(cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books) -> None:
    stripe.pay()
    answer = cal.get(RETURN + opened)
    assert (answer.status_code, answer.location) == (303, "/intake")
    assert (books.order.state, len(books.payments), len(books.receipts)) == ("paid", 1, 1)


@pytest.mark.parametrize("doors", ["return, event", "event, return", "return, return", "return, event, return, event"])
def test_whichever_door_comes_first_there_is_one_payment_and_one_receipt(
    doors: str, cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    for door in doors.split(", "):
        answer = cal.get(RETURN + opened) if door == "return" else deliver(stripe.make_event())
        assert answer.status_code in (200, 303)
    assert (books.order.state, len(books.payments), len(books.receipts)) == ("paid", 1, 1)


def test_another_accounts_payment_is_not_found_and_nothing_changes(
    as_: Callable[[Person], FlaskClient], opened: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.pay()
    assert as_(BEA).get(RETURN + opened).status_code == 404
    assert (books.order.state, books.payments, books.checkouts[0].state) == ("pending", [], "open")


@pytest.mark.parametrize("session_id", ["cs_test_nobody_opened_this", "", "pi_1", "1", "../cs_1"])
def test_a_guess_is_not_found(session_id: str, cal: FlaskClient, opened: str) -> None:
    assert cal.get(RETURN + session_id).status_code == 404


def test_a_guess_that_is_no_session_never_reaches_stripe(cal: FlaskClient, stripe: LocalStripe) -> None:
    stripe.is_down = True
    assert cal.get(RETURN + "pi_1").status_code == 404


def test_a_return_without_a_session_is_not_found(cal: FlaskClient) -> None:
    assert cal.get("/checkout/return").status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_comes_back_here(client: FlaskClient, opened: str) -> None:
    answer = client.get(RETURN + opened)
    assert answer.location.startswith("/sign-in?next=")
    assert "session_id" in answer.location


def test_who_has_not_finished_paying_is_told_so(cal: FlaskClient, opened: str, books: Books) -> None:
    page = cal.get(RETURN + opened)
    assert page.status_code == 200
    assert (books.order.state, books.payments) == ("pending", [])


def test_a_bank_payment_waits_without_access(cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books) -> None:
    stripe.start_bank_debit()
    assert cal.get(RETURN + opened).status_code == 200
    assert (books.order.state, books.receipts) == ("processing", [])
    assert cal.get("/intake").location == "/checkout"


def test_a_wrong_amount_waits_for_a_person_without_access(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.pay(unit_amount=100)
    assert cal.get(RETURN + opened).status_code == 200
    assert books.order.state == "needs_review"
    assert cal.get("/intake").location == "/checkout"


def test_while_stripe_is_down_the_page_says_that_the_order_is_kept(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.is_down = True
    page = cal.get(RETURN + opened)
    assert page.status_code == 503
    assert "kept" in page.text
    assert books.order.state == "pending"


def test_a_payment_is_found_though_its_session_was_never_stored(
    cal: FlaskClient, stripe: LocalStripe, books: Books
) -> None:
    stripe.loses_answers = True
    cal.post("/checkout")
    assert books.checkouts[0].session_id is None
    stripe.loses_answers = False
    stripe.pay()
    assert cal.get(RETURN + stripe.only_session).location == "/intake"
    [checkout] = books.checkouts
    assert (checkout.session_id, checkout.state) == (stripe.only_session, "complete")
