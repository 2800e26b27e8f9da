"""`expand[]`: ids become the objects they name, at most four levels deep."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.world import World

MOST_LEVELS = 4
# Which properties hold an id of another kind. None marks one that is always null or empty here.
REFERENCES: dict[str, dict[str, str | None]] = {
    "checkout.session": {
        "customer": "customer", "payment_intent": "payment_intent", "invoice": None,
        "payment_link": None, "setup_intent": None, "subscription": None,
    },
    "payment_intent": {
        "customer": "customer", "latest_charge": "charge", "payment_method": "payment_method",
        "application": None, "on_behalf_of": None, "review": None,
    },
    "charge": {
        "balance_transaction": "balance_transaction", "customer": "customer",
        "failure_balance_transaction": None, "payment_intent": "payment_intent",
        "application": None, "on_behalf_of": None, "review": None, "source_transfer": None,
    },
    "refund": {
        "balance_transaction": "balance_transaction", "charge": "charge", "customer": "customer",
        "failure_balance_transaction": "balance_transaction", "payment_intent": "payment_intent",
        "payment_method": "payment_method", "source_transfer_reversal": None, "transfer_reversal": None,
    },
    "balance_transaction": {"source": "charge or refund or dispute or payout"},
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "radar.early_fraud_warning": {"charge": "charge", "payment_intent": "payment_intent"},
    "payout": {
        "balance_transaction": "balance_transaction", "destination": None, "failure_balance_transaction": None,
        "original_payout": None, "reversed_by": None, "application_fee": None,
    },
    "price": {"product": "product"},
    "product": {"default_price": "price", "tax_code": None},
    "payment_method": {"customer": "customer"},
    "customer": {"default_source": None, "test_clock": None},
}  # fmt: skip
# Lists sent only when asked for, and parts that are passed through on the way to something expandable.
INCLUDED = {("checkout.session", "line_items"), ("charge", "refunds")}
PASSED = {("item", "price"), ("list", "data"), ("checkout.session", "discounts")}
DISCOUNT = {"promotion_code", "coupon"}


def expanded(world: World, thing: Thing, paths: list[str]) -> Thing:
    """A copy of `thing` with every path expanded; a wrong or too long path is a 400."""
    if not paths:
        return thing
    whole = deepcopy(thing)
    for path in paths:
        steps = path.split(".")
        if len([step for step in steps if step != "data"]) > MOST_LEVELS:
            raise ApiRefusal(
                f"You cannot expand more than {MOST_LEVELS} levels of a property. Property: {path}",
                code="property_expansion_max_depth",
                param="expand",
            )
        _walk(world, whole, steps, path)
    return whole


def _walk(world: World, thing: Thing, steps: list[str], path: str) -> None:
    if not steps:
        return
    step, rest = steps[0], steps[1:]
    kind = thing.get("object", "")
    if step in REFERENCES.get(kind, {}):
        thing[step] = _looked_up(world, thing.get(step))
    elif (kind, step) in INCLUDED:
        thing.setdefault(step, included(world, thing, step))
    elif (kind, step) not in PASSED:
        raise ApiRefusal(f"This property cannot be expanded ({path}).", param="expand")
    _walk_into(world, thing.get(step), rest, path, step)


def _walk_into(world: World, below: Any, rest: list[str], path: str, step: str) -> None:
    if step == "discounts" and rest and rest[0] not in DISCOUNT:
        raise ApiRefusal(f"This property cannot be expanded ({path}).", param="expand")
    for each in below if isinstance(below, list) else [below]:
        if isinstance(each, dict):
            _walk(world, each, rest, path)


def _looked_up(world: World, value: Any) -> Any:
    """The object an id names; an object already expanded, or null, stays."""
    if not isinstance(value, str):
        return value
    for kind in KINDS:
        found = world.store.find(kind, value)
        if found:
            return deepcopy(found)
    return value


KINDS = (
    "payment_intent",
    "charge",
    "balance_transaction",
    "refund",
    "customer",
    "payment_method",
    "product",
    "price",
)


def included(world: World, thing: Thing, name: str) -> Thing:
    """`session.line_items` or `charge.refunds`: the first ten, as the API includes them."""
    if name == "line_items":
        rows = line_items(world, thing)
        url = f"/v1/checkout/sessions/{thing['id']}/line_items"
    else:
        rows = [each for each in world.store.newest("refund") if each["charge"] == thing["id"]]
        url = f"/v1/charges/{thing['id']}/refunds"
    return {"object": "list", "data": deepcopy(rows[:10]), "has_more": len(rows) > 10, "url": url}


def line_items(world: World, session: Thing) -> list[Thing]:
    """A session's items, in the order they were asked for."""
    return [world.store.get("item", key) for key in world.memo(session["id"]).get("items", [])]
