"""Disputes, as they are when a cardholder's bank opens one; `states.dispute` moves them."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object, blank
from saas.sandbox.store import Thing
from saas.sandbox.world import World

DISPUTE_FEE = 1500
TIME_TO_ANSWER = 20 * 24 * 3600
NETWORK_CODES = {"fraudulent": "10.4", "product_not_received": "13.1", "duplicate": "12.6.1"}
REASONS = (
    "bank_cannot_process", "check_returned", "credit_not_processed", "customer_initiated", "debit_not_authorized",
    "duplicate", "fraudulent", "general", "incorrect_account_details", "insufficient_funds", "noncompliant",
    "product_not_received", "product_unacceptable", "subscription_canceled", "unrecognized",
)  # fmt: skip


def make_dispute(world: World, charge: Thing, amount: int, reason: str, *, is_inquiry: bool) -> Thing:
    """An inquiry only asks: no money moves, and the charge can still be refunded."""
    return api_object(
        "dispute",
        id=world.ids.new("dispute"),
        amount=amount,
        balance_transactions=[],
        charge=charge["id"],
        created=world.clock.now(),
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence=blank("dispute.evidence", enhanced_evidence={}),
        evidence_details=_evidence_details(world),
        is_charge_refundable=is_inquiry,
        livemode=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="warning_needs_response" if is_inquiry else "needs_response",
        **_method(charge, reason, is_inquiry=is_inquiry),
    )


def _evidence_details(world: World) -> Thing:
    return blank(
        "dispute.evidence_details",
        due_by=world.clock.now() + TIME_TO_ANSWER,
        enhanced_eligibility={},
        has_evidence=False,
        past_due=False,
        submission_count=0,
        submission_method="not_submitted",
    )


def _method(charge: Thing, reason: str, *, is_inquiry: bool) -> Thing:
    """Only some means of payment have details; a bank debit has none."""
    if charge["payment_method_details"]["type"] != "card":
        return {}
    brand = charge["payment_method_details"]["card"]["brand"]
    card = blank(
        "dispute.card",
        brand=brand,
        case_type="inquiry" if is_inquiry else "chargeback",
        network=brand,
        network_reason_code=NETWORK_CODES.get(reason, "13.3"),
    )
    return {"payment_method_details": {"card": card, "type": "card"}}
