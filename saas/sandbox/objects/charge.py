"""Charges: one per try to take the money, failed ones included."""

from __future__ import annotations

from saas.sandbox.cards import Account, Card
from saas.sandbox.objects.blank import api_object, blank
from saas.sandbox.objects.payment_method import card_checks
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_charge(world: World, intent: Thing, method: Thing, means: Card | Account) -> Thing:
    """A pending charge; `states` then marks it succeeded or failed."""
    key = world.ids.new("charge")
    return api_object(
        "charge",
        id=key,
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        billing_details=method["billing_details"],
        calculated_statement_descriptor="CAREERCANOPY",
        captured=False,
        created=world.clock.now(),
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        fraud_details={},
        livemode=False,
        metadata=dict(intent["metadata"]),
        outcome=None,
        paid=False,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=_details(means, method, intent["amount"]),
        radar_options={},
        receipt_email=intent["receipt_email"],
        receipt_url=f"{world.address}/receipts/{key}",
        refunded=False,
        statement_descriptor=intent["statement_descriptor"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        status="pending",
    )


def approved() -> Thing:
    return blank(
        "charge.outcome",
        network_status="approved_by_network",
        risk_level="normal",
        risk_score=12,
        seller_message="Payment complete.",
        type="authorized",
    )


def declined(reason: str) -> Thing:
    return blank(
        "charge.outcome",
        network_status="declined_by_network",
        reason=reason,
        risk_level="normal",
        risk_score=12,
        seller_message="The bank did not approve this payment.",
        type="issuer_declined",
    )


def _details(means: Card | Account, method: Thing, amount: int) -> Thing:
    if isinstance(means, Account):
        bank = blank("charge.us_bank_account")
        known = {key: method["us_bank_account"][key] for key in bank if key in method["us_bank_account"]}
        return {"type": "us_bank_account", "us_bank_account": bank | known}
    card = blank(
        "charge.card",
        amount_authorized=amount,
        authorization_code=means.number[-6:],
        brand=means.brand,
        checks=card_checks(means),
        country="US",
        exp_month=means.exp_month,
        exp_year=means.exp_year,
        extended_authorization={"status": "disabled"},
        fingerprint=method["card"]["fingerprint"],
        funding="credit",
        incremental_authorization={"status": "unavailable"},
        last4=means.last4,
        multicapture={"status": "unavailable"},
        network=means.brand,
        overcapture={"maximum_amount_capturable": amount, "status": "unavailable"},
        regulated_status="unregulated",
    )
    return {"type": "card", "card": card}
