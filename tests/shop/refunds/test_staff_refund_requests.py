"""/admin/refunds: requests of customers, approved or declined."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.shop.refunds.actions import decline_refund_request, withdraw_refund_request
from saas.shop.refunds.models import Refund
from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL, SAM
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords


def answers(records: ShopRecords) -> list[str]:
    return [letter.text for letter in letters_to(records.engine, CAL) if letter.key.startswith("declined:")]


def test_without_requests_the_page_says_so(sam: FlaskClient) -> None:
    assert "No request waits." in sam.get("/admin/refunds").text


def test_a_request_shows_who_what_and_how_long(sam: FlaskClient, refund_request: Refund, records: ShopRecords) -> None:
    page = sam.get("/admin/refunds").text
    for words in (f"$79 to {CAL.email}", records.order.public_id, "It was not what I need", "30 days left"):
        assert words in page


def test_approving_submits_it_and_names_who_approved(
    sam: FlaskClient, refund_request: Refund, records: ShopRecords
) -> None:
    page = sam.post(f"/admin/refunds/{refund_request.public_id}/approval", follow_redirects=True).text
    [refund] = records.refunds
    assert (refund.state, refund.decided_by) == ("submitted", SAM.email)
    assert f"approved by {SAM.email}" in page
    assert "No request waits." in page


def test_declining_mails_the_sentence_once(sam: FlaskClient, refund_request: Refund, records: ShopRecords) -> None:
    for _ in range(2):
        sam.post(f"/admin/refunds/{refund_request.public_id}/refusal", data={"answer": "It was used for months."})
    [letter] = answers(records)
    assert "It was used for months." in letter
    assert (records.refunds[0].state, records.refunds[0].decided_by) == ("declined", SAM.email)


def test_declining_needs_an_answer(sam: FlaskClient, refund_request: Refund, records: ShopRecords) -> None:
    answer = sam.post(f"/admin/refunds/{refund_request.public_id}/refusal", data={"answer": "  "})
    assert answer.status_code == 422
    assert f'href="#answer-{refund_request.public_id}"' in answer.text
    assert (records.refunds[0].state, answers(records)) == ("requested", [])


def test_an_answer_that_is_too_long_is_refused_and_kept(sam: FlaskClient, refund_request: Refund) -> None:
    long = "Because " * 300
    answer = sam.post(f"/admin/refunds/{refund_request.public_id}/refusal", data={"answer": long})
    assert answer.status_code == 422
    assert long.strip() in answer.text


def test_a_second_staff_member_sees_what_was_decided(
    sam: FlaskClient, refund_request: Refund, session: Session, records: ShopRecords
) -> None:
    decline_refund_request(session, refund_request.public_id, answer="Used for months.", by="pat@example.com")
    page = sam.post(f"/admin/refunds/{refund_request.public_id}/approval", follow_redirects=True).text
    assert "Somebody had decided this already" in page
    assert "declined by pat@example.com" in page
    assert records.refunds[0].state == "declined"


def test_a_withdrawn_request_is_not_approved(
    sam: FlaskClient, refund_request: Refund, session: Session, records: ShopRecords
) -> None:
    withdraw_refund_request(session, records.order.public_id)
    page = sam.post(f"/admin/refunds/{refund_request.public_id}/approval", follow_redirects=True).text
    assert "The customer took it back" in page
    assert records.refunds[0].state == "canceled"


def test_a_disputed_payment_is_not_approved(
    sam: FlaskClient, refund_request: Refund, disputed: None, records: ShopRecords
) -> None:
    answer = sam.post(f"/admin/refunds/{refund_request.public_id}/approval")
    assert answer.status_code == 409
    assert "a refund could pay it back twice" in answer.text
    assert records.refunds[0].state == "requested"


def test_a_request_for_more_than_is_left_is_not_approved(
    sam: FlaskClient, refund_request: Refund, records: ShopRecords, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.refund_in_dashboard(cents=2000)
    deliver(stripe.make_payment_event())
    page = sam.post(f"/admin/refunds/{refund_request.public_id}/approval")
    assert (page.status_code, "$59 can still go back" in page.text) == (409, True)
    assert ("Answer the dispute" in page.text, records.refunds[0].state) == (False, "requested")


def test_an_unknown_request_is_not_found(sam: FlaskClient) -> None:
    for act in ("approval", "refusal"):
        assert sam.post(f"/admin/refunds/000000000000/{act}", data={"answer": "No."}).status_code == 404
