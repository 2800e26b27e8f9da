"""Disputes: every arrow, the events that tell it, and what it does to the balance."""

import pytest
import stripe

OPENED = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


@pytest.fixture
def pay_with(session, control):
    """pay_with(card) → the intent's id; what the card brings on has happened."""

    def pay(card):
        done = control(f"/sessions/{session.id}/pay", card=card)["session"]
        control("/clock", advance=10)
        return done["payment_intent"]

    return pay


@pytest.fixture
def dispute(pay_with, sdk):
    """A fraud dispute over $79.00, as the test card opens it."""
    pay_with("4000000000000259")
    return sdk.v1.disputes.list().data[0]


@pytest.fixture
def inquiry(pay_with, sdk):
    pay_with("4000000000001976")
    return sdk.v1.disputes.list().data[0]


def dispute_events(event_types):
    return [each for each in event_types() if "dispute" in each]


def ledger(sdk):
    return [
        (each.type, each.reporting_category, each.amount, each.fee) for each in sdk.v1.balance_transactions.list().data
    ]


def test_the_card_opens_a_dispute_and_the_funds_are_withdrawn(dispute, sdk, event_types):
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", "fraudulent", 7900)
    assert [(each.amount, each.fee, each.net) for each in dispute.balance_transactions] == [(-7900, 1500, -9400)]
    details = dispute.evidence_details
    assert (details.has_evidence, details.past_due, details.submission_method) == (False, False, "not_submitted")
    assert details.due_by > dispute.created
    assert sdk.v1.charges.retrieve(dispute.charge).disputed
    assert dispute_events(event_types) == OPENED


def test_a_dispute_waits_until_the_charge_is_booked(session, control, event_types):
    control(f"/sessions/{session.id}/pay", card="4000000000000259")
    assert dispute_events(event_types) == []
    control("/clock", advance=10)
    assert event_types()[-3:] == ["charge.updated", *OPENED]


@pytest.mark.parametrize(
    ("words", "status", "ending"),
    [
        ("winning_evidence", "won", ["charge.dispute.funds_reinstated", "charge.dispute.closed"]),
        ("losing_evidence", "lost", ["charge.dispute.closed"]),
    ],
)
def test_the_words_in_the_evidence_decide(words, status, ending, dispute, control, sdk, event_types):
    sent = sdk.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": words}})
    assert (sent.status, sent.evidence_details.submission_count) == ("under_review", 1)
    control("/clock", advance=10)
    assert sdk.v1.disputes.retrieve(dispute.id).status == status
    assert dispute_events(event_types) == [*OPENED, "charge.dispute.updated", *ending]


def test_a_won_dispute_gives_the_amount_back_and_keeps_the_fee(dispute, control, sdk):
    control(f"/disputes/{dispute.id}", status="won")
    assert ledger(sdk)[:2] == [("adjustment", "dispute_reversal", 7900, 0), ("adjustment", "dispute", -7900, 1500)]
    assert len(sdk.v1.disputes.retrieve(dispute.id).balance_transactions) == 2


def test_other_evidence_stays_under_review_until_somebody_decides(dispute, control, sdk):
    sdk.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "Ann"}})
    control("/clock", advance=3600)
    assert sdk.v1.disputes.retrieve(dispute.id).status == "under_review"
    assert control(f"/disputes/{dispute.id}", status="lost")["status"] == "lost"


def test_evidence_can_be_staged_and_submitted_later(dispute, sdk):
    staged = sdk.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "Ann"}, "submit": False})
    assert (staged.status, staged.evidence_details.has_evidence) == ("needs_response", True)
    sent = sdk.v1.disputes.update(dispute.id, {"submit": True})
    assert (sent.status, sent.evidence.customer_name) == ("under_review", "Ann")
    assert sent.evidence_details.submission_method == "manual"


def test_metadata_alone_submits_nothing(dispute, sdk):
    changed = sdk.v1.disputes.update(dispute.id, {"metadata": {"case": "7"}})
    assert (changed.status, changed.metadata["case"]) == ("needs_response", "7")


def test_closing_a_dispute_loses_it_for_good(dispute, sdk, event_types):
    assert sdk.v1.disputes.close(dispute.id).status == "lost"
    assert dispute_events(event_types) == [*OPENED, "charge.dispute.closed"]
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.disputes.close(dispute.id)


def test_a_dispute_without_a_response_is_lost(dispute, control, sdk, event_types):
    control("/clock", advance=21 * 24 * 3600)
    late = sdk.v1.disputes.retrieve(dispute.id)
    assert (late.status, late.evidence_details.past_due) == ("lost", True)
    assert event_types()[-1] == "charge.dispute.closed"


def test_a_disputed_charge_cannot_be_refunded(dispute, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.refunds.create({"payment_intent": dispute.payment_intent})
    assert (refusal.value.http_status, refusal.value.code) == (400, "charge_disputed")


def test_an_inquiry_moves_no_money_and_leaves_the_refund_open(inquiry, sdk, event_types):
    assert (inquiry.status, inquiry.is_charge_refundable) == ("warning_needs_response", True)
    assert inquiry.balance_transactions == []
    assert dispute_events(event_types) == OPENED[:1]
    assert sdk.v1.refunds.create({"payment_intent": inquiry.payment_intent}).status == "succeeded"


def test_an_answered_inquiry_closes(inquiry, control, sdk, event_types):
    sent = sdk.v1.disputes.update(inquiry.id, {"evidence": {"uncategorized_text": "winning_evidence"}})
    assert sent.status == "warning_under_review"
    control("/clock", advance=10)
    assert sdk.v1.disputes.retrieve(inquiry.id).status == "warning_closed"
    assert dispute_events(event_types) == [*OPENED[:1], "charge.dispute.updated", "charge.dispute.closed"]


def test_an_inquiry_may_become_a_chargeback(inquiry, control, sdk, event_types):
    sdk.v1.disputes.update(inquiry.id, {"evidence": {"uncategorized_text": "escalate_inquiry_evidence"}})
    control("/clock", advance=10)
    grown = sdk.v1.disputes.retrieve(inquiry.id)
    assert (grown.status, grown.is_charge_refundable) == ("needs_response", False)
    assert grown.payment_method_details.card.case_type == "chargeback"
    assert dispute_events(event_types)[-2:] == ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]


@pytest.mark.parametrize("status", ["won", "lost", "warning_closed", "prevented"])
def test_a_dispute_ends_once(status, paid, control):
    opened = control("/disputes", payment_intent=paid.payment_intent)
    assert control(f"/disputes/{opened['id']}", status=status)["status"] == status
    assert "already closed" in control(f"/disputes/{opened['id']}", status="won")["error"]["message"]


def test_tests_may_open_any_dispute(paid, control, sdk):
    params = {"reason": "product_not_received", "inquiry": True, "amount": 500}
    opened = control("/disputes", payment_intent=paid.payment_intent, **params)
    assert (opened["reason"], opened["status"], opened["amount"]) == (
        "product_not_received",
        "warning_needs_response",
        500,
    )
    assert sdk.v1.disputes.list({"payment_intent": paid.payment_intent}).data[0].id == opened["id"]
    assert sdk.v1.disputes.list({"charge": "ch_other"}).data == []


def test_what_was_refunded_is_not_disputed(paid, control, sdk):
    sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": 900})
    assert control("/disputes", payment_intent=paid.payment_intent)["amount"] == 7000


def test_a_bank_may_dispute_what_was_refunded_already(paid, control, sdk):
    """It takes the whole charge once more: refunds and disputes go different ways to the same card."""
    sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    opened = control("/disputes", payment_intent=paid.payment_intent)
    assert (opened["status"], opened["amount"], opened["is_charge_refundable"]) == ("needs_response", 7900, False)
    assert ledger(sdk)[:2] == [("adjustment", "dispute", -7900, 1500), ("refund", "refund", -7900, 0)]
    charge = sdk.v1.charges.retrieve(opened["charge"])
    assert (charge.disputed, charge.refunded, charge.amount_refunded) == (True, True, 7900)
    assert control(f"/disputes/{opened['id']}", status="won")["status"] == "won"
    assert ledger(sdk)[0] == ("adjustment", "dispute_reversal", 7900, 0)


def test_the_disputing_card_disputes_a_refunded_charge_too(session, control, sdk):
    intent = control(f"/sessions/{session.id}/pay", card="4000000000000259")["session"]["payment_intent"]
    sdk.v1.refunds.create({"payment_intent": intent})
    control("/clock", advance=10)
    assert [each.amount for each in sdk.v1.disputes.list().data] == [7900]


def test_a_pending_refund_fails_when_the_bank_takes_the_money_first(pay_with, control, sdk):
    opened = sdk.v1.refunds.create({"payment_intent": pay_with("4000000000007726"), "amount": 100})
    control("/disputes", charge=opened.charge)
    failed = sdk.v1.refunds.retrieve(opened.id)
    assert (failed.status, failed.failure_reason) == ("failed", "charge_for_pending_refund_disputed")


@pytest.mark.parametrize(
    "body", [{}, {"charge": "ch_none"}, {"payment_intent": "pi_none"}, {"reason": "whim"}, {"amount": 7901}]
)
def test_a_dispute_needs_a_charge_and_a_reason(body, paid, control):
    known = {} if not body or {"charge", "payment_intent"} & set(body) else {"payment_intent": paid.payment_intent}
    assert control("/disputes", **known, **body)["error"]["message"]


def test_a_charge_has_one_open_dispute(dispute, control):
    assert "disputed already" in control("/disputes", charge=dispute.charge)["error"]["message"]


def test_a_dispute_carries_its_charge_when_asked(dispute, api):
    paths = {"expand[0]": "charge", "expand[1]": "payment_intent"}
    expanded = api("GET", f"/v1/disputes/{dispute.id}", paths).json()
    assert (expanded["charge"]["object"], expanded["payment_intent"]["object"]) == ("charge", "payment_intent")
