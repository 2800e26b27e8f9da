"""Balance transactions: what a charge, refund, dispute or payout did to the account's balance."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World

TWO_DAYS = 2 * 24 * 3600
# Where the reporting category is not the type itself, or the type not the category.
REPORTING = {"payment": "charge"}
TYPES = {"dispute": "adjustment", "dispute_reversal": "adjustment"}
FEES = {"dispute": "Dispute fee"}


def fee_cents(amount_cents: int) -> int:
    """2.9 % and 30 cents, rounded half up: 259 on 7900. Source: the public US card price."""
    return (amount_cents * 29 + 500) // 1000 + 30


def make_balance_transaction(world: World, kind: str, source: Thing, amount: int, fee: int = 0) -> Thing:
    """`kind` is charge, payment (bank debit), refund, refund_failure, dispute, dispute_reversal or payout.

    `amount` is signed cents. Its net can be paid out two days later.
    """
    return api_object(
        "balance_transaction",
        id=world.ids.new("balance_transaction"),
        amount=amount,
        available_on=world.clock.now() + TWO_DAYS,
        balance_type="payments",
        created=world.clock.now(),
        currency=source["currency"],
        description=source.get("description"),
        fee=fee,
        fee_details=[_fee_detail(kind, fee, source["currency"])] if fee else [],
        net=amount - fee,
        reporting_category=REPORTING.get(kind, kind),
        source=source["id"],
        status="pending",
        type=TYPES.get(kind, kind),
    )


def _fee_detail(kind: str, fee: int, currency: str) -> Thing:
    return {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": FEES.get(kind, "Stripe processing fees"),
        "type": "stripe_fee",
    }
