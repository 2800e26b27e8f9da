"""Payment methods: a card or a bank account as a buyer typed it."""

from __future__ import annotations

from saas.sandbox.cards import BankAccount, Card
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, with_nulls
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json


def make_payment_method(sandbox: Sandbox, instrument: Card | BankAccount, buyer: Json) -> Json:
    """`buyer` has `email` and `name`."""
    kind = "card" if isinstance(instrument, Card) else "us_bank_account"
    details = _card(instrument) if isinstance(instrument, Card) else _bank_account(instrument)
    return api_object(
        "payment_method",
        id=sandbox.ids.new("payment_method"),
        allow_redisplay="limited",
        billing_details=billing_details(buyer),
        created=sandbox.clock.now(),
        livemode=False,
        metadata={},
        type=kind,
        **{kind: details},
    )


def billing_details(buyer: Json) -> Json:
    address = with_nulls("address", country="US", postal_code=buyer.get("postal_code"))
    return {
        "address": address,
        "email": buyer["email"],
        "name": buyer["name"],
        "phone": None,
        "tax_id": None,
    }


def card_checks(card: Card) -> Json:
    cvc = "fail" if card.outcome == "incorrect_cvc" else "pass"
    return {"address_line1_check": None, "address_postal_code_check": "pass", "cvc_check": cvc}


def _card(card: Card) -> Json:
    return with_nulls(
        "payment_method.card",
        brand=card.brand,
        checks=card_checks(card),
        country="US",
        display_brand=card.brand,
        exp_month=card.exp_month,
        exp_year=card.exp_year,
        fingerprint=f"fp{card.number[-10:]}",
        funding="credit",
        last4=card.last4,
        networks={"available": [card.brand], "preferred": None},
        regulated_status="unregulated",
        three_d_secure_usage={"supported": True},
    )


def _bank_account(account: BankAccount) -> Json:
    return with_nulls(
        "payment_method.us_bank_account",
        account_holder_type="individual",
        account_type="checking",
        bank_name="STRIPE TEST BANK",
        fingerprint=f"fp{account.number}",
        last4=account.last4,
        networks={"preferred": "ach", "supported": ["ach"]},
        routing_number=account.routing,
    )


def update_payment_method(sandbox: Sandbox, params: Json, key: str) -> Json:
    """Always refused: a one-time buyer's payment method is attached to no customer, and only attached ones can change."""
    method = get_object(sandbox, "payment_method", key)
    if method["customer"] is None:
        raise ApiError("You must save this PaymentMethod to a customer before you can update it.", is_stored=True)
    return update_object(sandbox, method, "payment_method.updated", **changed_fields(method, params, ()))
