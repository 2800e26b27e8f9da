"""/admin/disputes: what is due first, one answer for good, and giving in only with a tick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, SAM, Person
from tests.shop.records import ShopRecords

WRITTEN = {"product_description": "A plan.", "service_date": "May 4, 2027", "customer_email_address": ANN.email}


def sent(stripe: LocalStripe) -> list[tuple[dict[str, str], bool]]:
    """What Stripe got, and whether it went on to the bank."""
    every: list[dict[str, Any]] = [parameters for _dispute, parameters in stripe.evidence_requests]
    return [(evidence["evidence"], evidence["submit"]) for evidence in every]


@pytest.mark.parametrize("person", [ANN, CAL], ids=["ann", "cal"])
def test_customers_get_404(person: Person, disputed: str, as_: Callable[[Person], FlaskClient]) -> None:
    for path in ("/admin/disputes", disputed):
        assert as_(person).get(path).status_code == 404


def test_without_disputes_the_page_says_so(sam: FlaskClient) -> None:
    assert "Nobody has disputed a payment." in sam.get("/admin/disputes").text


def test_the_list_shows_when_an_answer_is_due(sam: FlaskClient, disputed: str, ann_records: ShopRecords) -> None:
    page = sam.get("/admin/disputes").text
    [case] = ann_records.disputes
    assert case.due_at is not None
    for words in (f'href="{disputed}"', f"{case.due_at:%Y-%m-%d %H:%M}", "Waits for our answer", ANN.email):
        assert words in page


def test_a_dispute_is_described_in_plain_words(sam: FlaskClient, disputed: str) -> None:
    page = sam.get(disputed).text
    assert "The cardholder says they did not make this payment." in page
    assert "An inquiry asks first" not in page


def test_an_inquiry_is_explained_and_cannot_be_accepted(sam: FlaskClient, inquired: str) -> None:
    page = sam.get(inquired).text
    assert "No money has moved." in page
    assert "Accept the dispute" not in page


def test_a_draft_goes_to_stripe_and_not_to_the_bank(
    sam: FlaskClient, disputed: str, stripe: LocalStripe, ann_records: ShopRecords
) -> None:
    answer = sam.post(f"{disputed}/evidence", data=WRITTEN | {"to": "draft"})
    assert answer.location == f"{disputed}?sent=draft"
    assert sent(stripe) == [(WRITTEN, False)]
    assert ann_records.disputes[0].handled_by == SAM.email


def test_a_saved_draft_is_shown_and_can_be_composed_again(sam: FlaskClient, disputed: str) -> None:
    sam.post(f"{disputed}/evidence", data=WRITTEN | {"to": "draft"})
    assert ">A plan.</textarea>" in sam.get(disputed).text
    assert ">A plan.</textarea>" not in sam.get(f"{disputed}?fresh=1").text


def test_an_emptied_field_overwrites_the_draft(sam: FlaskClient, disputed: str, stripe: LocalStripe) -> None:
    for day in (WRITTEN["service_date"], "", ""):
        sam.post(f"{disputed}/evidence", data=WRITTEN | {"to": "draft", "service_date": day})
    text = [parameters["evidence"].get("service_date") for _dispute, parameters in stripe.evidence_requests]
    assert text == [WRITTEN["service_date"], "Not given.", None]


def test_submitting_needs_the_tick(sam: FlaskClient, disputed: str, stripe: LocalStripe) -> None:
    answer = sam.post(f"{disputed}/evidence", data=WRITTEN | {"to": "bank"})
    assert answer.status_code == 422
    assert 'href="#sure"' in answer.text
    assert ">A plan.</textarea>" in answer.text
    assert stripe.evidence_requests == []


def test_an_empty_answer_is_not_submitted(sam: FlaskClient, disputed: str, stripe: LocalStripe) -> None:
    answer = sam.post(f"{disputed}/evidence", data={"to": "bank", "sure": "y"})
    assert (answer.status_code, stripe.evidence_requests) == (422, [])


def test_evidence_is_submitted_once(
    sam: FlaskClient, disputed: str, stripe: LocalStripe, sync_from_stripe: Callable[[], None], ann_records: ShopRecords
) -> None:
    form = WRITTEN | {"to": "bank", "sure": "y"}
    assert sam.post(f"{disputed}/evidence", data=form).location == f"{disputed}?sent=bank"
    stripe.move_dispute(ann_records.disputes[0].stripe_id, "under_review")
    sync_from_stripe()
    again = sam.post(f"{disputed}/evidence", data=form)
    assert (again.status_code, sent(stripe)) == (409, [(WRITTEN, True)])
    assert "It takes one answer." in again.text


@pytest.mark.parametrize(
    ("field", "words"),
    [("uncategorized_text", "x" * 20_001), ("service_date", "x" * 201), ("customer_email_address", "nobody")],
)
def test_text_over_the_limit_is_refused(
    field: str, words: str, sam: FlaskClient, disputed: str, stripe: LocalStripe
) -> None:
    answer = sam.post(f"{disputed}/evidence", data=WRITTEN | {field: words, "to": "draft"})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert words in answer.text
    assert stripe.evidence_requests == []


def test_when_stripe_is_down_the_evidence_is_kept(
    sam: FlaskClient, disputed: str, stripe: LocalStripe, ann_records: ShopRecords
) -> None:
    stripe.is_down = True
    answer = sam.post(f"{disputed}/evidence", data=WRITTEN | {"to": "draft"})
    assert answer.status_code == 503
    assert ">A plan.</textarea>" in answer.text
    assert "A plan." in ann_records.disputes[0].evidence


def test_accepting_needs_the_tick(sam: FlaskClient, disputed: str, ann_records: ShopRecords) -> None:
    answer = sam.post(f"{disputed}/acceptance")
    assert answer.status_code == 422
    assert 'href="#final"' in answer.text
    assert ann_records.disputes[0].status == "needs_response"


def test_accepting_leaves_the_money_to_the_buyer(sam: FlaskClient, disputed: str, ann_records: ShopRecords) -> None:
    assert sam.post(f"{disputed}/acceptance", data={"final": "y"}).location == f"{disputed}?sent=accepted"
    assert (ann_records.disputes[0].status, ann_records.disputes[0].handled_by) == ("lost", SAM.email)
    assert ann_records.order.state == "charged_back"
    assert sam.post(f"{disputed}/acceptance", data={"final": "y"}).status_code == 409


def test_a_closed_dispute_offers_nothing_to_send(
    sam: FlaskClient, disputed: str, stripe: LocalStripe, sync_from_stripe: Callable[[], None], ann_records: ShopRecords
) -> None:
    stripe.move_dispute(ann_records.disputes[0].stripe_id, "won")
    sync_from_stripe()
    page = sam.get(disputed).text
    assert "Decided for us: the money came back" in page
    assert "Submit to the bank" not in page


def test_an_unknown_dispute_is_not_found(sam: FlaskClient) -> None:
    assert sam.get("/admin/disputes/000000000000").status_code == 404
    for act, form in (("evidence", WRITTEN), ("acceptance", {"final": "y"})):
        assert sam.post(f"/admin/disputes/000000000000/{act}", data=form).status_code == 404
