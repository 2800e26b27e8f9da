"""Balance transactions: what a charge, refund, dispute or payout did to the account's balance."""

from __future__ import annotations

from saas.sandbox.api.lists import list_objects
from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.objects import api_object, get_referenced
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

TWO_DAYS = 2 * 24 * 3600
# Where the reporting category is not the type itself, or the type not the category.
REPORTING_CATEGORIES = {"payment": "charge"}
TYPES = {"dispute": "adjustment", "dispute_reversal": "adjustment"}
FEE_DESCRIPTIONS = {"dispute": "Dispute fee"}
URL = "/v1/balance_transactions"


def fee_cents(amount_cents: int) -> int:
    """2.9 % and 30 cents, rounded half up: 259 on 7900. Source: the public US card price."""
    return (amount_cents * 29 + 500) // 1000 + 30


def make_balance_transaction(sandbox: Sandbox, kind: str, source: Json, amount: int, fee: int = 0) -> Json:
    """`kind` is charge, payment (bank debit), refund, refund_failure, dispute, dispute_reversal or payout.

    `amount` is signed cents. Its net can be paid out two days later.
    """
    return api_object(
        "balance_transaction",
        id=sandbox.ids.new("balance_transaction"),
        amount=amount,
        available_on=sandbox.clock.now() + TWO_DAYS,
        balance_type="payments",
        created=sandbox.clock.now(),
        currency=source["currency"],
        description=source.get("description"),
        fee=fee,
        fee_details=[_fee_detail(kind, fee, source["currency"])] if fee else [],
        net=amount - fee,
        reporting_category=REPORTING_CATEGORIES.get(kind, kind),
        source=source["id"],
        status="pending",
        type=TYPES.get(kind, kind),
    )


def _fee_detail(kind: str, fee: int, currency: str) -> Json:
    return {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": FEE_DESCRIPTIONS.get(kind, "Stripe processing fees"),
        "type": "stripe_fee",
    }


def record_balance_transaction(sandbox: Sandbox, kind: str, source: Json, amount: int, fee: int = 0) -> Json:
    """Add a balance transaction of `kind` (see `make_balance_transaction`). There is no event for it."""
    transaction = sandbox.add("balance_transaction", make_balance_transaction(sandbox, kind, source, amount, fee))
    sandbox.schedule(transaction["available_on"] - sandbox.clock.time(), "mature_entry", transaction["id"])
    return transaction


def make_available(sandbox: Sandbox, transaction_id: str) -> None:
    update_object(sandbox, sandbox.store.get("balance_transaction", transaction_id), status="available")


def list_paid_out_ids(sandbox: Sandbox, payout_id: str) -> set[str]:
    """The ids of the balance transactions that a payout paid, with its own."""
    return set(sandbox.get_note(payout_id).get("entries", []))


def list_balance_transactions(sandbox: Sandbox, params: Json) -> Json:
    if "payout" not in params:
        return list_objects(sandbox.store, "balance_transaction", params, URL)
    get_referenced(sandbox, "payout", params["payout"], "payout")
    paid_ids = list_paid_out_ids(sandbox, params["payout"])
    return list_objects(
        sandbox.store, "balance_transaction", params, URL, lambda transaction: transaction["id"] in paid_ids
    )
