"""The account's balance: entries are written, and become available two days later."""

from __future__ import annotations

from saas.sandbox.objects.balance import make_balance_transaction
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def enter(world: World, kind: str, source: Thing, amount: int, fee: int = 0) -> Thing:
    """Write a balance transaction of `kind` (see `make_balance_transaction`). No event tells it."""
    entry = world.new("balance_transaction", make_balance_transaction(world, kind, source, amount, fee))
    world.later(entry["available_on"] - world.clock.moment(), "mature_entry", entry["id"])
    return entry


def mature_entry(world: World, entry_id: str) -> None:
    change(world, world.store.get("balance_transaction", entry_id), status="available")
