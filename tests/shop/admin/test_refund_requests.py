"""/admin/refunds: what customers ask for, and the two answers."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.shop.refunds.actions import decline_refund_request, withdraw_refund_request
from saas.shop.refunds.models import Refund
from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL, SAM
from tests.shop.books import Books
from tests.shop.conftest import Deliver


def answers(books: Books) -> list[str]:
    return [letter.text for letter in letters_to(books.engine, CAL) if letter.key.startswith("declined:")]


def test_without_requests_the_page_says_so(sam: FlaskClient) -> None:
    assert "No request waits." in sam.get("/admin/refunds").text


def test_a_request_shows_who_what_and_how_long(sam: FlaskClient, request_of_cal: Refund, books: Books) -> None:
    page = sam.get("/admin/refunds").text
    for words in (f"$79 to {CAL.email}", books.order.public_id, "It was not what I need", "30 days left"):
        assert words in page


def test_approving_sends_it_and_says_by_whom(sam: FlaskClient, request_of_cal: Refund, books: Books) -> None:
    page = sam.post(f"/admin/refunds/{request_of_cal.public_id}/approval", follow_redirects=True).text
    [made] = books.refunds
    assert (made.state, made.decided_by) == ("submitted", SAM.email)
    assert f"approved by {SAM.email}" in page
    assert "No request waits." in page


def test_declining_mails_the_sentence_once(sam: FlaskClient, request_of_cal: Refund, books: Books) -> None:
    for _ in range(2):
        sam.post(f"/admin/refunds/{request_of_cal.public_id}/refusal", data={"answer": "It was used for months."})
    [letter] = answers(books)
    assert "It was used for months." in letter
    assert (books.refunds[0].state, books.refunds[0].decided_by) == ("declined", SAM.email)


def test_declining_needs_a_sentence(sam: FlaskClient, request_of_cal: Refund, books: Books) -> None:
    answer = sam.post(f"/admin/refunds/{request_of_cal.public_id}/refusal", data={"answer": "  "})
    assert answer.status_code == 422
    assert f'href="#answer-{request_of_cal.public_id}"' in answer.text
    assert (books.refunds[0].state, answers(books)) == ("requested", [])


def test_a_sentence_that_is_too_long_is_refused_and_kept(sam: FlaskClient, request_of_cal: Refund) -> None:
    long = "Because " * 300
    answer = sam.post(f"/admin/refunds/{request_of_cal.public_id}/refusal", data={"answer": long})
    assert answer.status_code == 422
    assert long.strip() in answer.text


def test_who_comes_second_sees_what_was_decided(
    sam: FlaskClient, request_of_cal: Refund, session: Session, books: Books
) -> None:
    decline_refund_request(session, request_of_cal.public_id, answer="Used for months.", by="pat@example.com")
    page = sam.post(f"/admin/refunds/{request_of_cal.public_id}/approval", follow_redirects=True).text
    assert "Somebody had decided this already" in page
    assert "declined by pat@example.com" in page
    assert books.refunds[0].state == "declined"


def test_a_request_that_was_taken_back_is_not_approved(
    sam: FlaskClient, request_of_cal: Refund, session: Session, books: Books
) -> None:
    withdraw_refund_request(session, books.order.public_id)
    page = sam.post(f"/admin/refunds/{request_of_cal.public_id}/approval", follow_redirects=True).text
    assert "The customer took it back" in page
    assert books.refunds[0].state == "canceled"


def test_a_disputed_payment_is_not_approved(
    sam: FlaskClient, request_of_cal: Refund, disputed: None, books: Books
) -> None:
    answer = sam.post(f"/admin/refunds/{request_of_cal.public_id}/approval")
    assert answer.status_code == 409
    assert "a refund could pay it back twice" in answer.text
    assert books.refunds[0].state == "requested"


def test_what_the_dashboard_has_sent_meanwhile_is_not_approved_as_well(
    sam: FlaskClient, request_of_cal: Refund, books: Books, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.refund_in_dashboard(cents=2000)
    deliver(stripe.make_payment_event())
    page = sam.post(f"/admin/refunds/{request_of_cal.public_id}/approval")
    assert (page.status_code, "$59 can still go back" in page.text) == (409, True)
    assert ("Answer the dispute" in page.text, books.refunds[0].state) == (False, "requested")


def test_there_is_no_such_request(sam: FlaskClient) -> None:
    for act in ("approval", "refusal"):
        assert sam.post(f"/admin/refunds/000000000000/{act}", data={"answer": "No."}).status_code == 404
