"""Payouts: the balance goes to the account's bank."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World

BANK_ACCOUNT = "ba_1SandboxBankAccount"


def make_bank_account(world: World) -> Thing:
    """Where payouts go: the account of the shop at its bank."""
    return {
        "id": BANK_ACCOUNT,
        "object": "bank_account",
        "account": world.settings.account_id,
        "account_holder_name": world.settings.account_name,
        "account_holder_type": "company",
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK",
        "country": "US",
        "currency": "usd",
        "default_for_currency": True,
        "fingerprint": "fp000123456789",
        "last4": "6789",
        "metadata": {},
        "routing_number": "110000000",
        "status": "new",
    }


def make_payout(world: World, amount: int, currency: str) -> Thing:
    """An automatic payout of `amount` cents, on its way."""
    return api_object(
        "payout",
        id=world.ids.new("payout"),
        amount=amount,
        arrival_date=world.clock.now(),
        automatic=True,
        created=world.clock.now(),
        currency=currency,
        description="STRIPE PAYOUT",
        destination=BANK_ACCOUNT,
        livemode=False,
        metadata={},
        method="standard",
        reconciliation_status="in_progress",
        source_type="card",
        status="in_transit",
        type="bank_account",
    )
