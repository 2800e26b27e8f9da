"""Balance transactions, listed; `payout` names those one payout paid."""

from __future__ import annotations

from saas.sandbox.api.changes import get_referenced
from saas.sandbox.lists import listed
from saas.sandbox.states.payout import entries_of
from saas.sandbox.store import Thing
from saas.sandbox.world import World

URL = "/v1/balance_transactions"


def listing(world: World, asked: Thing) -> Thing:
    if "payout" not in asked:
        return listed(world.store, "balance_transaction", asked, URL)
    get_referenced(world, "payout", asked["payout"], "payout")
    paid = entries_of(world, asked["payout"])
    return listed(world.store, "balance_transaction", asked, URL, lambda entry: entry["id"] in paid)
