"""Payouts: the available balance goes to the account's bank, and row entry knows with which payout."""

from __future__ import annotations

from saas.sandbox.errors import ApiError
from saas.sandbox.resources.account import BANK_ACCOUNT_ID
from saas.sandbox.resources.balance_transactions import record_balance_transaction
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json


def make_payout(sandbox: Sandbox, amount: int, currency: str) -> Json:
    """An automatic payout of `amount` cents, on its way."""
    return api_object(
        "payout",
        id=sandbox.ids.new("payout"),
        amount=amount,
        arrival_date=sandbox.clock.now(),
        automatic=True,
        created=sandbox.clock.now(),
        currency=currency,
        description="STRIPE PAYOUT",
        destination=BANK_ACCOUNT_ID,
        livemode=False,
        metadata={},
        method="standard",
        reconciliation_status="in_progress",
        source_type="card",
        status="in_transit",
        type="bank_account",
    )


def create_payout(sandbox: Sandbox, currency: str = "usd", *, is_everything: bool = False) -> Json:
    """Pay out the available balance of a currency, or with `is_everything` the pending one too.

    ApiError (400) when that is less than a cent.
    """
    paid_out = [row for row in _list_not_paid_out(sandbox, currency) if is_everything or row["status"] == "available"]
    amount = sum(row["net"] for row in paid_out)
    if amount < 1:
        raise ApiError(f"You have insufficient available funds: {amount} {currency}.", code="balance_insufficient")
    payout = sandbox.add("payout", make_payout(sandbox, amount, currency))
    transaction = record_balance_transaction(sandbox, "payout", payout, -amount)
    update_object(sandbox, payout, balance_transaction=transaction["id"])
    sandbox.set_note(payout["id"], {"entries": [transaction["id"], *(row["id"] for row in paid_out)]})
    for row in paid_out:
        sandbox.set_note(row["id"], {"payout": payout["id"]})
    emit_event(sandbox, "payout.created", payout)
    update_object(sandbox, payout, status="paid")
    emit_event(sandbox, "payout.paid", payout)
    update_object(sandbox, payout, reconciliation_status="completed")
    emit_event(sandbox, "payout.reconciliation_completed", payout)
    return payout


def _list_not_paid_out(sandbox: Sandbox, currency: str) -> list[Json]:
    transactions = sandbox.store.list_all("balance_transaction")
    return [
        row
        for row in transactions
        if row["currency"] == currency and row["type"] != "payout" and not sandbox.get_note(row["id"])
    ]


def update_payout(sandbox: Sandbox, params: Json, key: str) -> Json:
    payout = get_object(sandbox, "payout", key)
    return update_object(sandbox, payout, "payout.updated", **changed_fields(payout, params, ()))
