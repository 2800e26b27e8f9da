"""Charges: one per try to take the money, failed ones included."""

from __future__ import annotations

from saas.sandbox.cards import BankAccount, Card, Decline
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.balance_transactions import fee_cents, record_balance_transaction
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import (
    api_object,
    changed_fields,
    get_object,
    get_referenced,
    with_full_address,
    with_nulls,
)
from saas.sandbox.resources.payment_methods import card_checks
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

# What follows the charge of some test cards: timers by outcome.
CONSEQUENCES = {"disputed": "open_dispute", "inquired": "open_dispute", "warned": "warn"}
UPDATABLE_FIELDS = ("description", "receipt_email", "shipping", "transfer_group")


def make_charge(sandbox: Sandbox, intent: Json, method: Json, instrument: Card | BankAccount) -> Json:
    """A pending charge; `succeed_charge` or `fail_charge` ends it."""
    key = sandbox.ids.new("charge")
    return api_object(
        "charge",
        id=key,
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        billing_details=method["billing_details"],
        calculated_statement_descriptor="CAREERCANOPY",
        captured=False,
        created=sandbox.clock.now(),
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
        payment_method_details=_payment_method_details(instrument, method, intent["amount"]),
        radar_options={},
        receipt_email=intent["receipt_email"],
        receipt_url=f"{sandbox.base_url}/receipts/{key}",
        refunded=False,
        statement_descriptor=intent["statement_descriptor"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        status="pending",
    )


def approved_outcome() -> Json:
    return with_nulls(
        "charge.outcome",
        network_status="approved_by_network",
        risk_level="normal",
        risk_score=12,
        seller_message="Payment complete.",
        type="authorized",
    )


def declined_outcome(reason: str) -> Json:
    return with_nulls(
        "charge.outcome",
        network_status="declined_by_network",
        reason=reason,
        risk_level="normal",
        risk_score=12,
        seller_message="The bank did not approve this payment.",
        type="issuer_declined",
    )


def _payment_method_details(instrument: Card | BankAccount, method: Json, amount: int) -> Json:
    if isinstance(instrument, BankAccount):
        bank = with_nulls("charge.us_bank_account")
        copied = {key: method["us_bank_account"][key] for key in bank if key in method["us_bank_account"]}
        return {"type": "us_bank_account", "us_bank_account": bank | copied}
    card = with_nulls(
        "charge.card",
        amount_authorized=amount,
        authorization_code=instrument.number[-6:],
        brand=instrument.brand,
        checks=card_checks(instrument),
        country="US",
        exp_month=instrument.exp_month,
        exp_year=instrument.exp_year,
        extended_authorization={"status": "disabled"},
        fingerprint=method["card"]["fingerprint"],
        funding="credit",
        incremental_authorization={"status": "unavailable"},
        last4=instrument.last4,
        multicapture={"status": "unavailable"},
        network=instrument.brand,
        overcapture={"maximum_amount_capturable": amount, "status": "unavailable"},
        regulated_status="unregulated",
    )
    return {"type": "card", "card": card}


def book_charge(sandbox: Sandbox, charge_id: str) -> None:
    """The charge reaches the balance: its fee and net become known, a moment after the money was taken."""
    charge = sandbox.store.get("charge", charge_id)
    if charge["balance_transaction"]:
        return
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    transaction = record_balance_transaction(sandbox, kind, charge, charge["amount"], fee_cents(charge["amount"]))
    update_object(sandbox, charge, "charge.updated", balance_transaction=transaction["id"])


def succeed_charge(sandbox: Sandbox, intent: Json, charge: Json) -> None:
    """The money is taken; its balance transaction follows a little later."""
    update_object(
        sandbox,
        charge,
        status="succeeded",
        paid=True,
        captured=True,
        outcome=approved_outcome(),
        amount_captured=charge["amount"],
    )
    emit_event(sandbox, "charge.succeeded", charge)
    update_object(sandbox, intent, status="succeeded", amount_received=charge["amount"])
    emit_event(sandbox, "payment_intent.succeeded", intent)
    sandbox.schedule(sandbox.settings.balance_delay, "book_charge", charge["id"])
    consequence = CONSEQUENCES.get(sandbox.get_note(charge["id"])["outcome"])
    if consequence:
        sandbox.schedule(sandbox.settings.dispute_delay, consequence, charge["id"])


def fail_charge(sandbox: Sandbox, charge: Json, reason: Decline) -> None:
    outcome = declined_outcome(reason.decline_code or reason.code)
    update_object(
        sandbox,
        charge,
        status="failed",
        outcome=outcome,
        failure_code=reason.code,
        failure_message=reason.message,
    )
    emit_event(sandbox, "charge.failed", charge)


def update_charge(sandbox: Sandbox, params: Json, key: str) -> Json:
    charge = get_object(sandbox, "charge", key)
    fields = changed_fields(charge, params, UPDATABLE_FIELDS)
    if "customer" in params:
        fields["customer"] = _new_customer(sandbox, charge, params["customer"])
    if "fraud_details" in params:
        report = params["fraud_details"]["user_report"]
        fields["fraud_details"] = {"user_report": report} if report else {}
    return update_object(sandbox, charge, "charge.updated", **with_full_address(fields))


def _new_customer(sandbox: Sandbox, charge: Json, customer: str) -> str:
    if charge["customer"]:
        raise ApiError("You cannot change the customer of a charge that has one.", param="customer")
    get_referenced(sandbox, "customer", customer, "customer")
    return customer
