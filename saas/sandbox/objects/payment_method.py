"""Payment methods: a card or a bank account as a buyer typed it."""

from __future__ import annotations

from saas.sandbox.cards import Account, Card
from saas.sandbox.objects.blank import api_object, blank
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_payment_method(world: World, means: Card | Account, buyer: Thing) -> Thing:
    """`buyer` has `email` and `name`."""
    kind = "card" if isinstance(means, Card) else "us_bank_account"
    details = _card(means) if isinstance(means, Card) else _bank_account(means)
    return api_object(
        "payment_method",
        id=world.ids.new("payment_method"),
        allow_redisplay="limited",
        billing_details=billing_details(buyer),
        created=world.clock.now(),
        livemode=False,
        metadata={},
        type=kind,
        **{kind: details},
    )


def billing_details(buyer: Thing) -> Thing:
    address = blank("address", country="US", postal_code=buyer.get("postal_code"))
    return {
        "address": address,
        "email": buyer["email"],
        "name": buyer["name"],
        "phone": None,
        "tax_id": None,
    }


def card_checks(card: Card) -> Thing:
    cvc = "fail" if card.outcome == "incorrect_cvc" else "pass"
    return {"address_line1_check": None, "address_postal_code_check": "pass", "cvc_check": cvc}


def _card(card: Card) -> Thing:
    return blank(
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


def _bank_account(account: Account) -> Thing:
    return blank(
        "payment_method.us_bank_account",
        account_holder_type="individual",
        account_type="checking",
        bank_name="STRIPE TEST BANK",
        fingerprint=f"fp{account.number}",
        last4=account.last4,
        networks={"preferred": "ach", "supported": ["ach"]},
        routing_number=account.routing,
    )
