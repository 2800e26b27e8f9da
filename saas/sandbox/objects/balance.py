"""Balance transactions: what a charge, refund or failed refund did to the account's balance."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World

TWO_DAYS = 2 * 24 * 3600
REPORTING = {"refund_failure": "refund_failure", "refund": "refund", "charge": "charge", "payment": "charge"}


def fee_cents(amount_cents: int) -> int:
    """2.9 % and 30 cents, rounded half up: 259 on 7900. Source: the public US card price."""
    return (amount_cents * 29 + 500) // 1000 + 30


def make_balance_transaction(world: World, kind: str, source: Thing, amount: int, fee: int = 0) -> Thing:
    """`kind` is charge, payment (bank debit), refund or refund_failure; `amount` is signed cents."""
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
        fee_details=[_fee_detail(fee, source["currency"])] if fee else [],
        net=amount - fee,
        reporting_category=REPORTING[kind],
        source=source["id"],
        status="pending",
        type=kind,
    )


def _fee_detail(fee: int, currency: str) -> Thing:
    return {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
