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
from sqlalchemy.orm import Session

from saas.intake.answers.models import Answer
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.money import format_cents
from saas.kernel.tenancy import account_session, unscoped
from saas.shop.orders.offer import OFFER
from saas.shop.stripe import checkout as stripe_checkout
from saas.shop.stripe.checkout import AlreadyPaid, create_checkout
from saas.shop.stripe.client import DOWN, StripeBusy
from saas.shop.stripe.snapshots import CreatedCheckout
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, Person, account_of
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords
from tests.threads import run_at_once


def states(records: ShopRecords) -> list[tuple[int, str]]:
    return [(checkout.number, checkout.state) for checkout in records.checkouts]


def test_the_page_shows_the_price_of_the_offer(cal: FlaskClient) -> None:
    page = cal.get("/checkout")
    assert page.status_code == 200
    assert format_cents(OFFER.amount_cents) in page.text


def test_opening_the_page_makes_no_order(cal: FlaskClient, records: ShopRecords) -> None:
    cal.get("/checkout")
    assert records.orders == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_is_asked_to_sign_in(method: str, client: FlaskClient, stripe: LocalStripe) -> None:
    answer = client.open("/checkout", method=method)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
    assert stripe.checkout_requests == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_has_paid_goes_to_the_dashboard(
    method: str, as_: Callable[[Person], FlaskClient], stripe: LocalStripe
) -> None:
    answer = as_(ANN).open("/checkout", method=method)
    assert (answer.status_code, answer.location) == (303, "/dashboard")
    assert stripe.checkout_requests == []


def test_the_amount_comes_from_the_offer(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> None:
    cal.post("/checkout", data={"amount_cents": "1", "amount": "1"})
    [item] = stripe.checkout_requests[0]["parameters"]["line_items"]
    assert item["price_data"]["unit_amount"] == records.order.amount_cents == OFFER.amount_cents
    assert item["price_data"]["currency"] == records.order.currency == OFFER.currency


def test_the_buyer_comes_back_to_this_shop(open_session: str, stripe: LocalStripe) -> None:
    sent = stripe.checkout_requests[0]["parameters"]
    assert sent["success_url"] == "http://shop.test/checkout/return?session_id={CHECKOUT_SESSION_ID}"
    assert sent["cancel_url"] == "http://shop.test/checkout"


def test_no_answer_of_a_person_reaches_stripe(cal: FlaskClient, engine: Engine, stripe: LocalStripe) -> None:
    with unscoped(engine, "tests: looking and arranging") as looking:
        session = account_session(engine, account_of(looking, CAL))
    with session, transaction(session):
        for key, value in (("role", "registered-nurse"), ("accomplishments", ["Cut falls on a ward"])):
            session.add(Answer(account_id=session.info["scope"], question_key=key, value=value))
    cal.post("/checkout")
    sent = stripe.checkout_requests[0]["parameters"]
    assert "nurse" not in json.dumps(sent)
    assert "falls" not in json.dumps(sent)


def test_metadata_holds_identifiers_alone(open_session: str, stripe: LocalStripe, records: ShopRecords) -> None:
    sent = stripe.checkout_requests[0]["parameters"]
    marks = {"app": "careercanopy", "order_id": records.order.public_id, "attempt": stripe.checkout_requests[0]["key"]}
    assert sent["metadata"] == sent["payment_intent_data"]["metadata"] == marks


def test_the_order_is_kept_before_stripe_is_asked(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot: list[list[tuple[int, str]]] = []
    ask = stripe.create_checkout

    def look_first(parameters: Mapping[str, Any], key: str) -> CreatedCheckout:
        snapshot.append(states(records))
        return ask(parameters, key)

    monkeypatch.setattr(stripe, "create_checkout", look_first)
    cal.post("/checkout")
    assert snapshot == [[(1, "creating")]]


def test_the_order_is_kept_when_stripe_is_down(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> None:
    stripe.is_down = True
    page = cal.post("/checkout")
    assert page.status_code == 503
    assert "kept" in page.text
    assert (records.order.state, states(records)) == ("pending", [(1, "creating")])


def test_after_a_lost_answer_the_same_parameters_are_sent_under_the_same_key(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.loses_answers = True
    assert cal.post("/checkout").status_code == 503
    stripe.loses_answers = False
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert cal.post("/checkout").status_code == 303
    first, second = stripe.checkout_requests
    assert json.dumps(first) == json.dumps(second)
    assert (len(stripe.sessions), states(records)) == (1, [(1, "open")])


def test_pressing_twice_reaches_the_same_page(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> None:
    first, second = cal.post("/checkout").location, cal.post("/checkout").location
    assert first == second == stripe.only_page
    assert (len(records.orders), len(records.checkouts)) == (1, 1)


def test_six_presses_at_once_make_one_order_and_one_session(
    as_: Callable[[Person], FlaskClient], stripe: LocalStripe, records: ShopRecords
) -> None:
    answers = run_at_once(*[partial(as_(CAL).post, "/checkout") for _ in range(6)])
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, stripe.only_page)}
    assert (len(records.orders), states(records)) == (1, [(1, "open")])


def test_a_busy_key_is_retried(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe_checkout, "BUSY_PAUSE", 0.0)
    ask, busy = stripe.create_checkout, [StripeBusy(DOWN), StripeBusy(DOWN)]

    def busy_twice(parameters: Mapping[str, Any], key: str) -> CreatedCheckout:
        if busy:
            raise busy.pop()
        return ask(parameters, key)

    monkeypatch.setattr(stripe, "create_checkout", busy_twice)
    assert cal.post("/checkout").status_code == 303
    assert states(records) == [(1, "open")]


def test_a_key_that_stays_busy_leaves_the_attempt_open(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_asked: object) -> CreatedCheckout:
        raise StripeBusy(DOWN)

    monkeypatch.setattr(stripe_checkout, "BUSY_PAUSE", 0.0)
    monkeypatch.setattr(stripe, "create_checkout", busy)
    assert cal.post("/checkout").status_code == 503
    assert states(records) == [(1, "creating")]


def test_after_a_refusal_the_next_press_makes_a_second_attempt(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.refuses = True
    assert cal.post("/checkout").status_code == 503
    stripe.refuses = False
    assert cal.post("/checkout").status_code == 303
    assert (len(records.orders), states(records)) == (1, [(1, "failed"), (2, "open")])


def test_an_expired_session_is_followed_by_another_for_the_same_order(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.expire()
    assert open_session not in cal.post("/checkout").location
    assert (len(records.orders), states(records)) == (1, [(1, "expired"), (2, "open")])


def test_an_attempt_too_old_to_be_sent_again_is_replaced(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.loses_answers = True
    cal.post("/checkout")
    stripe.loses_answers = False
    with time_machine.travel(clock.now() + timedelta(hours=22, minutes=45)):
        assert cal.post("/checkout").status_code == 303
    assert (len(records.orders), states(records)) == (1, [(1, "failed"), (2, "open")])


def test_a_session_unknown_at_stripe_is_replaced(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.forget(open_session)
    assert cal.post("/checkout").status_code == 303
    assert (len(records.orders), states(records)) == (1, [(1, "failed"), (2, "open")])


def test_whoever_paid_meanwhile_goes_to_the_dashboard(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay()
    assert cal.post("/checkout").location == "/dashboard"
    assert (records.order.state, len(stripe.sessions)) == ("paid", 1)


def test_nobody_pays_again_while_the_order_is_under_review(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay(amount_total=100)
    deliver(stripe.make_event())
    page = cal.post("/checkout")
    assert page.status_code == 409
    assert "a person is looking at it" in page.text
    assert (len(records.orders), len(stripe.sessions)) == (1, 1)


def test_nobody_pays_again_while_a_bank_debit_is_processing(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    page = cal.post("/checkout")
    assert page.status_code == 409
    assert "on its way" in page.text
    assert (records.order.state, len(stripe.sessions)) == ("processing", 1)


def test_a_bank_debit_that_arrived_unnoticed_is_found_on_the_next_press(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    stripe.pay()
    assert cal.post("/checkout").location == "/dashboard"


def test_after_a_failed_bank_debit_the_next_press_makes_a_second_attempt(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    stripe.fail_bank_debit()
    assert cal.post("/checkout").status_code == 303
    assert (len(records.orders), states(records)) == (1, [(1, "bounced"), (2, "open")])


def test_a_session_paid_before_its_id_was_stored_stays_paid(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = stripe.create_checkout

    def pay_at_once(parameters: Mapping[str, Any], key: str) -> CreatedCheckout:
        page = ask(parameters, key)
        stripe.pay(page.session_id)
        deliver(stripe.make_event())
        return page

    monkeypatch.setattr(stripe, "create_checkout", pay_at_once)
    cal.post("/checkout")
    assert (records.order.state, states(records)) == ("paid", [(1, "complete")])


def test_an_order_under_review_shows_no_button_to_pay(
    cal: FlaskClient, open_session: str, records: ShopRecords
) -> None:
    records.rewrite_order(state="needs_review")
    page = cal.get("/checkout").text
    assert "A person is looking at your payment" in page
    assert ">Pay $79</button>" not in page


def test_whoever_has_access_cannot_buy_another_plan(paid_session: str, cal_db: Session, stripe: LocalStripe) -> None:
    """Also where no page has looked before: the verb checks it under a lock."""
    for _ in range(2):
        with pytest.raises(AlreadyPaid):
            create_checkout(cal_db, stripe, email=CAL.email, base_url="http://shop.test")
    assert list(stripe.sessions) == [paid_session]
