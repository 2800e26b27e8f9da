"""GET and POST /checkout: the offer, and the way to Stripe's page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine

from saas.intake.answers.models import Answer
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.money import format_cents
from saas.kernel.tenancy import account_session, unscoped
from saas.shop.orders.offer import OFFER
from saas.shop.stripe import checkout as stripe_checkout
from saas.shop.stripe.client import DOWN, StripeBusy
from saas.shop.stripe.snapshots import CreatedCheckout
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, Person, account_of
from tests.shop.books import Books, at_once
from tests.shop.conftest import Deliver


def states(books: Books) -> list[tuple[int, str]]:
    return [(checkout.number, checkout.state) for checkout in books.checkouts]


def test_the_page_shows_the_price_of_the_offer(cal: FlaskClient) -> None:
    page = cal.get("/checkout")
    assert page.status_code == 200
    assert format_cents(OFFER.amount_cents) in page.text


def test_looking_at_the_page_makes_no_order(cal: FlaskClient, books: Books) -> None:
    cal.get("/checkout")
    assert books.orders == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_is_asked_to_sign_in(method: str, client: FlaskClient, stripe: LocalStripe) -> None:
    answer = client.open("/checkout", method=method)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
    assert stripe.checkout_requests == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_has_paid_goes_to_the_dashboard(
    method: str, as_: Callable[[Person], FlaskClient], stripe: LocalStripe
) -> None:
    answer = as_(ANN).open("/checkout", method=method)
    assert (answer.status_code, answer.location) == (303, "/dashboard")
    assert stripe.checkout_requests == []


def test_the_amount_is_the_offers_from_the_order_to_stripe(cal: FlaskClient, stripe: LocalStripe, books: Books) -> None:
    cal.post("/checkout", data={"amount_cents": "1", "amount": "1"})
    [item] = stripe.checkout_requests[0]["parameters"]["line_items"]
    assert item["price_data"]["unit_amount"] == books.order.amount_cents == OFFER.amount_cents
    assert item["price_data"]["currency"] == books.order.currency == OFFER.currency


def test_the_buyer_comes_back_to_this_shop(opened: str, stripe: LocalStripe) -> None:
    sent = stripe.checkout_requests[0]["parameters"]
    assert sent["success_url"] == "http://shop.test/checkout/return?session_id={CHECKOUT_SESSION_ID}"
    assert sent["cancel_url"] == "http://shop.test/checkout"


def test_nothing_a_person_told_us_reaches_stripe(cal: FlaskClient, engine: Engine, stripe: LocalStripe) -> None:
    with unscoped(engine, "tests: looking and arranging") as looking:
        session = account_session(engine, account_of(looking, CAL))
    with session, transaction(session):
        for key, value in (("role", "registered-nurse"), ("accomplishments", ["Cut falls on a ward"])):
            session.add(Answer(account_id=session.info["scope"], question_key=key, value=value))
    cal.post("/checkout")
    sent = stripe.checkout_requests[0]["parameters"]
    assert "nurse" not in json.dumps(sent)
    assert "falls" not in json.dumps(sent)


def test_metadata_holds_identifiers_alone(opened: str, stripe: LocalStripe, books: Books) -> None:
    sent = stripe.checkout_requests[0]["parameters"]
    marks = {"app": "careercanopy", "order_id": books.order.public_id, "attempt": stripe.checkout_requests[0]["key"]}
    assert sent["metadata"] == sent["payment_intent_data"]["metadata"] == marks


def test_the_order_is_kept_before_stripe_is_asked(
    cal: FlaskClient, stripe: LocalStripe, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[tuple[int, str]]] = []
    ask = stripe.create_checkout

    def look_first(parameters: Mapping[str, Any], key: str) -> CreatedCheckout:
        seen.append(states(books))
        return ask(parameters, key)

    monkeypatch.setattr(stripe, "create_checkout", look_first)
    cal.post("/checkout")
    assert seen == [[(1, "creating")]]


def test_the_order_is_kept_when_stripe_is_down(cal: FlaskClient, stripe: LocalStripe, books: Books) -> None:
    stripe.is_down = True
    page = cal.post("/checkout")
    assert page.status_code == 503
    assert "kept" in page.text
    assert (books.order.state, states(books)) == ("pending", [(1, "creating")])


def test_after_a_lost_answer_the_same_bytes_go_out_under_the_same_key(
    cal: FlaskClient, stripe: LocalStripe, books: Books
) -> None:
    stripe.loses_answers = True
    assert cal.post("/checkout").status_code == 503
    stripe.loses_answers = False
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert cal.post("/checkout").status_code == 303
    first, second = stripe.checkout_requests
    assert json.dumps(first) == json.dumps(second)
    assert (len(stripe.sessions), states(books)) == (1, [(1, "open")])


def test_pressing_twice_reaches_the_same_page(cal: FlaskClient, stripe: LocalStripe, books: Books) -> None:
    first, second = cal.post("/checkout").location, cal.post("/checkout").location
    assert first == second == stripe.only_page
    assert (len(books.orders), len(books.checkouts)) == (1, 1)


def test_pressing_six_times_at_once_makes_one_order_and_one_session(
    as_: Callable[[Person], FlaskClient], stripe: LocalStripe, books: Books
) -> None:
    answers = at_once(*[partial(as_(CAL).post, "/checkout") for _ in range(6)])
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, stripe.only_page)}
    assert (len(books.orders), states(books)) == (1, [(1, "open")])


def test_while_another_tab_opens_the_page_this_one_waits(
    cal: FlaskClient, stripe: LocalStripe, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe_checkout, "BUSY_PAUSE", 0.0)
    ask, busy = stripe.create_checkout, [StripeBusy(DOWN), StripeBusy(DOWN)]

    def busy_twice(parameters: Mapping[str, Any], key: str) -> CreatedCheckout:
        if busy:
            raise busy.pop()
        return ask(parameters, key)

    monkeypatch.setattr(stripe, "create_checkout", busy_twice)
    assert cal.post("/checkout").status_code == 303
    assert states(books) == [(1, "open")]


def test_a_page_that_stays_busy_is_asked_for_again_later(
    cal: FlaskClient, stripe: LocalStripe, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_asked: object) -> CreatedCheckout:
        raise StripeBusy(DOWN)

    monkeypatch.setattr(stripe_checkout, "BUSY_PAUSE", 0.0)
    monkeypatch.setattr(stripe, "create_checkout", busy)
    assert cal.post("/checkout").status_code == 503
    assert states(books) == [(1, "creating")]


def test_after_a_refusal_the_next_press_is_a_second_attempt(
    cal: FlaskClient, stripe: LocalStripe, books: Books
) -> None:
    stripe.refuses = True
    assert cal.post("/checkout").status_code == 503
    stripe.refuses = False
    assert cal.post("/checkout").status_code == 303
    assert (len(books.orders), states(books)) == (1, [(1, "failed"), (2, "open")])


def test_an_expired_page_is_followed_by_another_for_the_same_order(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.expire()
    assert opened not in cal.post("/checkout").location
    assert (len(books.orders), states(books)) == (1, [(1, "expired"), (2, "open")])


def test_an_attempt_too_old_to_be_sent_again_gives_way(cal: FlaskClient, stripe: LocalStripe, books: Books) -> None:
    stripe.loses_answers = True
    cal.post("/checkout")
    stripe.loses_answers = False
    with time_machine.travel(clock.now() + timedelta(hours=22, minutes=45)):
        assert cal.post("/checkout").status_code == 303
    assert (len(books.orders), states(books)) == (1, [(1, "failed"), (2, "open")])


def test_a_page_that_stripe_does_not_know_gives_way(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.forget(opened)
    assert cal.post("/checkout").status_code == 303
    assert (len(books.orders), states(books)) == (1, [(1, "failed"), (2, "open")])


def test_who_paid_meanwhile_goes_to_the_dashboard(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    stripe.pay()
    assert cal.post("/checkout").location == "/dashboard"
    assert (books.order.state, len(stripe.sessions)) == ("paid", 1)


def test_nobody_pays_again_while_a_person_looks_at_the_payment(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay(amount_total=100)
    deliver(stripe.make_event())
    page = cal.post("/checkout")
    assert page.status_code == 409
    assert "a person is looking at it" in page.text
    assert (len(books.orders), len(stripe.sessions)) == (1, 1)


def test_nobody_pays_again_while_a_bank_payment_is_on_its_way(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    page = cal.post("/checkout")
    assert page.status_code == 409
    assert "on its way" in page.text
    assert (books.order.state, len(stripe.sessions)) == ("processing", 1)


def test_a_bank_payment_that_arrived_unnoticed_is_noticed_on_the_next_press(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    stripe.pay()
    assert cal.post("/checkout").location == "/dashboard"


def test_after_a_bank_payment_failed_the_next_press_is_a_second_attempt(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    stripe.fail_bank_debit()
    assert cal.post("/checkout").status_code == 303
    assert (len(books.orders), states(books)) == (1, [(1, "bounced"), (2, "open")])


def test_a_page_paid_before_its_address_was_stored_stays_paid(
    cal: FlaskClient, stripe: LocalStripe, books: Books, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = stripe.create_checkout

    def pay_at_once(parameters: Mapping[str, Any], key: str) -> CreatedCheckout:
        page = ask(parameters, key)
        stripe.pay(page.session_id)
        deliver(stripe.make_event())
        return page

    monkeypatch.setattr(stripe, "create_checkout", pay_at_once)
    cal.post("/checkout")
    assert (books.order.state, states(books)) == ("paid", [(1, "complete")])


def test_an_order_under_review_shows_no_button_to_pay(cal: FlaskClient, opened: str, books: Books) -> None:
    books.rewrite_order(state="needs_review")
    page = cal.get("/checkout").text
    assert "A person is looking at your payment" in page
    assert ">Pay $79</button>" not in page
