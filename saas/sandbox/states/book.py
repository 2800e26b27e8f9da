"""A charge reaches the balance: its fee and net become known, a moment after the money was taken."""

from __future__ import annotations

from saas.sandbox.objects.balance import fee_cents
from saas.sandbox.states.entry import enter
from saas.sandbox.states.news import change
from saas.sandbox.world import World


def book_charge(world: World, charge_id: str) -> None:
    charge = world.store.get("charge", charge_id)
    if charge["balance_transaction"]:
        return
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    entry = enter(world, kind, charge, charge["amount"], fee_cents(charge["amount"]))
    change(world, charge, "charge.updated", balance_transaction=entry["id"])
