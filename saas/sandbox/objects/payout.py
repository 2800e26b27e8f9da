"""Payouts: the balance goes to the account's bank."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World

BANK_ACCOUNT = "ba_1SandboxBankAccount"


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
