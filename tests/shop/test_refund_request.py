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
from tests.shop.books import Books
from tests.shop.conftest import Deliver
from tests.shop.shopping import buy, link_in


@pytest.fixture
def paid(cal: FlaskClient, stripe: LocalStripe, books: Books) -> str:
    """The page of the order that Cal paid for himself."""
    assert buy(cal, stripe) == "/intake"
    return f"/orders/{books.order.public_id}"


@pytest.fixture
def asked(cal: FlaskClient, paid: str) -> str:
    assert cal.post(f"{paid}/refund-request", data={"note": "It came\r\ntoo late."}).status_code == 303
    return paid


def test_the_page_says_how_much_until_when_and_what_happens(cal: FlaskClient, paid: str) -> None:
    page = cal.get(paid).text
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


def test_asking_waits_for_a_person_and_sends_a_letter(
    cal: FlaskClient, asked: str, books: Books, engine: Engine
) -> None:
    [made] = books.refunds
    assert (made.state, made.source, made.amount_cents, made.note) == (
        "requested",
        "customer",
        7900,
        "It came\ntoo late.",
    )
    assert any(one.key == f"request:{made.public_id}" for one in letters_to(engine, CAL))
    page = cal.get(asked).text
    assert "You have asked for $79 back" in page and "It came\ntoo late." in page
    assert cal.get("/intake").location.startswith("/intake/"), "nothing has changed yet"


def test_no_reason_is_needed_and_pressing_twice_asks_once(cal: FlaskClient, paid: str, books: Books) -> None:
    for _ in range(2):
        assert cal.post(f"{paid}/refund-request").location == paid
    assert [one.state for one in books.refunds] == ["requested"]


def test_a_note_that_is_too_long_comes_back_whole(cal: FlaskClient, paid: str, books: Books) -> None:
    answer = cal.post(f"{paid}/refund-request", data={"note": "n" * 2001})
    assert (answer.status_code, 'href="#note"' in answer.text, "n" * 2001 in answer.text) == (422, True, True)
    assert books.refunds == []


def test_taking_it_back_leaves_everything_as_it_was(cal: FlaskClient, asked: str, books: Books) -> None:
    page = cal.post(f"{asked}/refund-request/withdrawal", follow_redirects=True).text
    assert "Your request is taken back" in page and ">Ask for $79 back</button>" in page
    assert [one.state for one in books.refunds] == ["canceled"]


def test_taking_back_what_was_decided_says_so(cal: FlaskClient, asked: str, books: Books, session: Session) -> None:
    decline_refund_request(session, books.refunds[0].public_id, answer="The days are over.", by=SAM.email)
    page = cal.post(f"{asked}/refund-request/withdrawal", follow_redirects=True).text
    assert "There was no request to take back" in page and "“The days are over.”" in page


def test_after_the_days_the_page_says_where_to_write(cal: FlaskClient, paid: str, books: Books) -> None:
    books.rewrite_order(paid_at=clock.now() - timedelta(days=40))
    page = cal.get(paid).text
    assert "The 30 days ended on" in page and "help@careercanopy.example" in page
    assert "/refund-request" not in page


def test_a_page_that_was_open_too_long_refuses_and_keeps_the_words(cal: FlaskClient, paid: str, books: Books) -> None:
    books.rewrite_order(paid_at=clock.now() - timedelta(days=40))
    answer = cal.post(f"{paid}/refund-request", data={"note": "I was away."})
    assert (answer.status_code, "What you wrote was not sent: “I was away.”" in answer.text) == (409, True)
    assert books.refunds == []


def test_while_a_bank_asks_nothing_can_be_asked_for(
    cal: FlaskClient, paid: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    inquiry = stripe.open_dispute(status="warning_needs_response")
    stripe.overwrite(inquiry.stripe_id, is_charge_refundable=False)
    deliver(stripe.make_event())
    page = cal.get(paid).text
    assert "Your bank is asking about this payment" in page and "/refund-request" not in page


def test_a_gift_goes_back_until_it_is_taken(cal: FlaskClient, stripe: LocalStripe, books: Books) -> None:
    gift = buy(cal, stripe, "/gift")
    books.rewrite_order(paid_at=clock.now() - timedelta(days=200))
    assert "until somebody takes the gift" in cal.get(gift).text
    assert cal.post(f"{gift}/refund-request").status_code == 303


def test_of_seats_only_what_nobody_claimed_goes_back(
    cal: FlaskClient, stripe: LocalStripe, books: Books, as_: Callable[[Person], FlaskClient]
) -> None:
    seats = buy(cal, stripe, "/seats", quantity="4")
    as_(SAM).post(link_in(cal.post(f"{seats}/seats", data={"email": ""}).text))
    assert ">Ask for $237 back</button>" in cal.get(seats).text
    cal.post(f"{seats}/refund-request")
    assert (books.refunds[0].amount_cents, "Being returned" in cal.get(seats).text) == (3 * 7900, True)
