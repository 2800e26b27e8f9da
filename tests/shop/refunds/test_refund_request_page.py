"""POST /orders/<id>/refund-request and its withdrawal, and what the order's page says about the money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.formatting import format_optional_date
from saas.shop.refunds.actions import decline_refund_request
from saas.shop.refunds.rules import deletion_day, last_refund_day
from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL, SAM, Person
from tests.shop.conftest import Deliver
from tests.shop.purchases import buy, claim_path
from tests.shop.records import ShopRecords


@pytest.fixture
def order_page(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> str:
    """The page of the order that Cal paid for himself."""
    assert buy(cal, stripe) == "/intake"
    return f"/orders/{records.order.public_id}"


@pytest.fixture
def requested_page(cal: FlaskClient, order_page: str) -> str:
    assert cal.post(f"{order_page}/refund-request", data={"note": "It came\r\ntoo late."}).status_code == 303
    return order_page


def test_the_page_shows_amount_deadline_and_consequences(cal: FlaskClient, order_page: str) -> None:
    page = cal.get(order_page).text
    today = clock.today()
    for words in (
        "$79",
        format_optional_date(last_refund_day(today)),
        "A person decides",
        "letter either way",
        format_optional_date(deletion_day(today)),
    ):
        assert words in page
    assert "can be taken along in one file for 30 days" in page


def test_a_request_waits_for_staff_and_sends_a_letter(
    cal: FlaskClient, requested_page: str, records: ShopRecords, engine: Engine
) -> None:
    [refund] = records.refunds
    assert (refund.state, refund.source, refund.amount_cents, refund.note) == (
        "requested",
        "customer",
        7900,
        "It came\ntoo late.",
    )
    assert any(letter.key == f"request:{refund.public_id}" for letter in letters_to(engine, CAL))
    page = cal.get(requested_page).text
    assert "You have asked for $79 back" in page and "It came\ntoo late." in page
    assert cal.get("/intake").location.startswith("/intake/"), "nothing has changed yet"


def test_no_reason_is_needed_and_pressing_twice_makes_one_request(
    cal: FlaskClient, order_page: str, records: ShopRecords
) -> None:
    for _ in range(2):
        assert cal.post(f"{order_page}/refund-request").location == order_page
    assert [refund.state for refund in records.refunds] == ["requested"]


def test_a_note_that_is_too_long_stays_in_the_form(cal: FlaskClient, order_page: str, records: ShopRecords) -> None:
    answer = cal.post(f"{order_page}/refund-request", data={"note": "n" * 2001})
    assert (answer.status_code, 'href="#note"' in answer.text, "n" * 2001 in answer.text) == (422, True, True)
    assert records.refunds == []


def test_withdrawing_leaves_everything_as_it_was(cal: FlaskClient, requested_page: str, records: ShopRecords) -> None:
    page = cal.post(f"{requested_page}/refund-request/withdrawal", follow_redirects=True).text
    assert "Your request is taken back" in page and ">Ask for $79 back</button>" in page
    assert [refund.state for refund in records.refunds] == ["canceled"]


def test_withdrawing_a_decided_request_says_so(
    cal: FlaskClient, requested_page: str, records: ShopRecords, session: Session
) -> None:
    decline_refund_request(session, records.refunds[0].public_id, answer="The days are over.", by=SAM.email)
    page = cal.post(f"{requested_page}/refund-request/withdrawal", follow_redirects=True).text
    assert "There was no request to take back" in page and "“The days are over.”" in page


def test_after_thirty_days_the_page_says_where_to_write(
    cal: FlaskClient, order_page: str, records: ShopRecords
) -> None:
    records.rewrite_order(paid_at=clock.now() - timedelta(days=40))
    page = cal.get(order_page).text
    assert "The 30 days ended on" in page and "help@careercanopy.example" in page
    assert "/refund-request" not in page


def test_a_request_after_thirty_days_is_refused_and_keeps_the_note(
    cal: FlaskClient, order_page: str, records: ShopRecords
) -> None:
    records.rewrite_order(paid_at=clock.now() - timedelta(days=40))
    answer = cal.post(f"{order_page}/refund-request", data={"note": "I was away."})
    assert (answer.status_code, "What you wrote was not sent: “I was away.”" in answer.text) == (409, True)
    assert records.refunds == []


def test_during_an_inquiry_no_refund_can_be_requested(
    cal: FlaskClient, order_page: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    inquiry = stripe.open_dispute(status="warning_needs_response")
    stripe.overwrite(inquiry.stripe_id, is_charge_refundable=False)
    deliver(stripe.make_event())
    page = cal.get(order_page).text
    assert "Your bank is asking about this payment" in page and "/refund-request" not in page


def test_a_gift_can_be_requested_back_until_it_is_claimed(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords
) -> None:
    gift = buy(cal, stripe, "/gift")
    records.rewrite_order(paid_at=clock.now() - timedelta(days=200))
    assert "until somebody takes the gift" in cal.get(gift).text
    assert cal.post(f"{gift}/refund-request").status_code == 303


def test_only_unclaimed_seats_are_requested_back(
    cal: FlaskClient, stripe: LocalStripe, records: ShopRecords, as_: Callable[[Person], FlaskClient]
) -> None:
    seats = buy(cal, stripe, "/seats", quantity="4")
    as_(SAM).post(claim_path(cal.post(f"{seats}/seats", data={"email": ""}).text))
    assert ">Ask for $237 back</button>" in cal.get(seats).text
    cal.post(f"{seats}/refund-request")
    assert (records.refunds[0].amount_cents, "Being returned" in cal.get(seats).text) == (3 * 7900, True)
