"""GET /checkout/return: back from Stripe. The address proves nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import BEA, Person
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords

RETURN = "/checkout/return?session_id="


def test_returning_from_stripe_gives_access(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay()
    answer = cal.get(RETURN + open_session)
    assert (answer.status_code, answer.location) == (303, "/intake")
    assert (records.order.state, len(records.payments), len(records.receipts)) == ("paid", 1, 1)


@pytest.mark.parametrize("doors", ["return, event", "event, return", "return, return", "return, event, return, event"])
def test_return_page_and_webhook_in_any_order_make_one_payment_and_one_receipt(
    doors: str, cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    for door in doors.split(", "):
        answer = cal.get(RETURN + open_session) if door == "return" else deliver(stripe.make_event())
        assert answer.status_code in (200, 303)
    assert (records.order.state, len(records.payments), len(records.receipts)) == ("paid", 1, 1)


def test_another_accounts_payment_is_not_found_and_nothing_changes(
    as_: Callable[[Person], FlaskClient], open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay()
    assert as_(BEA).get(RETURN + open_session).status_code == 404
    assert (records.order.state, records.payments, records.checkouts[0].state) == ("pending", [], "open")


@pytest.mark.parametrize("session_id", ["cs_test_nobody_opened_this", "", "pi_1", "1", "../cs_1"])
def test_a_guessed_session_is_not_found(session_id: str, cal: FlaskClient, open_session: str) -> None:
    assert cal.get(RETURN + session_id).status_code == 404


def test_a_malformed_session_id_never_reaches_stripe(cal: FlaskClient, stripe: LocalStripe) -> None:
    stripe.is_down = True
    assert cal.get(RETURN + "pi_1").status_code == 404


def test_a_return_without_a_session_is_not_found(cal: FlaskClient) -> None:
    assert cal.get("/checkout/return").status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_comes_back_here(client: FlaskClient, open_session: str) -> None:
    answer = client.get(RETURN + open_session)
    assert answer.location.startswith("/sign-in?next=")
    assert "session_id" in answer.location


def test_an_unfinished_payment_is_shown_as_such(cal: FlaskClient, open_session: str, records: ShopRecords) -> None:
    page = cal.get(RETURN + open_session)
    assert page.status_code == 200
    assert (records.order.state, records.payments) == ("pending", [])


def test_a_processing_bank_debit_gives_no_access(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.start_bank_debit()
    assert cal.get(RETURN + open_session).status_code == 200
    assert (records.order.state, records.receipts) == ("processing", [])
    assert cal.get("/intake").location == "/checkout"


def test_a_wrong_amount_gives_no_access(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay(unit_amount=100)
    assert cal.get(RETURN + open_session).status_code == 200
    assert records.order.state == "needs_review"
    assert cal.get("/intake").location == "/checkout"


def test_while_stripe_is_down_the_page_says_that_the_order_is_kept(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.is_down = True
    page = cal.get(RETURN + open_session)
    assert page.status_code == 503
    assert "kept" in page.text
    assert records.order.state == "pending"


def test_a_payment_is_found_though_its_session_was_never_stored(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.loses_answers = True
    cal.post("/checkout")
    assert records.checkouts[0].session_id is None
    stripe.loses_answers = False
    stripe.pay()
    assert cal.get(RETURN + stripe.only_session).location == "/intake"
    [checkout] = records.checkouts
    assert (checkout.session_id, checkout.state) == (stripe.only_session, "complete")
