"""The balance is paid out: what is available goes to the bank, and each entry knows with which payout."""

from __future__ import annotations

from saas.sandbox.objects.payout import make_payout
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.entry import enter
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def pay_out(world: World, currency: str = "usd", *, is_everything: bool = False) -> Thing:
    """Pay out the available entries of a currency, or with `is_everything` the pending ones too.

    ApiRefusal (400) when they do not add up to a cent.
    """
    entries = [each for each in _unpaid(world, currency) if is_everything or each["status"] == "available"]
    amount = sum(each["net"] for each in entries)
    if amount < 1:
        raise ApiRefusal(f"You have insufficient available funds: {amount} {currency}.", code="balance_insufficient")
    made = world.new("payout", make_payout(world, amount, currency))
    own = enter(world, "payout", made, -amount)
    change(world, made, balance_transaction=own["id"])
    world.keep_memo(made["id"], {"entries": [own["id"], *(each["id"] for each in entries)]})
    for each in entries:
        world.keep_memo(each["id"], {"payout": made["id"]})
    tell(world, "payout.created", made)
    change(world, made, status="paid")
    tell(world, "payout.paid", made)
    change(world, made, reconciliation_status="completed")
    tell(world, "payout.reconciliation_completed", made)
    return made


def entries_of(world: World, payout_id: str) -> set[str]:
    """The ids of the balance transactions a payout paid, its own among them."""
    return set(world.memo(payout_id).get("entries", []))


def _unpaid(world: World, currency: str) -> list[Thing]:
    rows = world.store.all("balance_transaction")
    return [
        each
        for each in rows
        if each["currency"] == currency and each["type"] != "payout" and not world.memo(each["id"])
    ]
