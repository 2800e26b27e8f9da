"""`expand[]`: ids become the objects they name, at most four levels deep."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from saas.sandbox.included import INCLUDED
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.world import World

MOST_LEVELS = 4
# Which properties hold an id of another kind. None marks one that is always null or empty here.
# A part without an `object` of its own is named by the way to it.
REFERENCES: dict[str, dict[str, str | None]] = {
    "checkout.session": {
        "customer": "customer", "payment_intent": "payment_intent", "invoice": "invoice",
        "payment_link": None, "setup_intent": None, "subscription": None,
    },
    "checkout.session.discounts": {"promotion_code": "promotion_code", "coupon": "coupon"},
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
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "radar.early_fraud_warning": {"charge": "charge", "payment_intent": "payment_intent"},
    "balance_transaction": {"source": "charge or refund or dispute or payout"},
    "payout": {
        "balance_transaction": "balance_transaction", "destination": None, "failure_balance_transaction": None,
        "original_payout": None, "reversed_by": None, "application_fee": None,
    },
    "promotion_code": {"customer": "customer"},
    "promotion_code.promotion": {"coupon": "coupon"},
    "discount": {"promotion_code": "promotion_code", "customer": "customer"},
    "discount.source": {"coupon": "coupon"},
    "invoice": {
        "customer": "customer", "default_payment_method": "payment_method", "discounts": "discount",
        "application": None, "default_source": None, "latest_revision": None, "on_behalf_of": None, "test_clock": None,
    },
    "price": {"product": "product"},
    "product": {"default_price": "price", "tax_code": None},
    "payment_method": {"customer": "customer"},
    "customer": {"default_source": None, "test_clock": None},
}  # fmt: skip
# Parts that are passed through on the way to something expandable.
PASSED = {
    ("item", "price"), ("list", "data"), ("checkout.session", "discounts"), ("checkout.session", "total_details"),
    ("promotion_code", "promotion"), ("discount", "source"), ("invoice", "lines"),
    ("checkout.session.total_details.breakdown", "discounts"), ("item", "discounts"),
    ("checkout.session.total_details.breakdown.discounts", "discount"), ("item.discounts", "discount"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is: the kind of thing there, and the nearest object around it that has an id."""

    kind: str
    owner: Thing

    def inside(self, step: str, below: Thing) -> Place:
        kind = below.get("object")
        return Place(kind, below if "id" in below else self.owner) if kind else Place(f"{self.kind}.{step}", self.owner)


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
        _walk(world, whole, steps, path, Place(whole.get("object", ""), whole))
    return whole


def _walk(world: World, thing: Thing, steps: list[str], path: str, place: Place) -> None:
    if not steps:
        return
    step, rest = steps[0], steps[1:]
    if step in REFERENCES.get(place.kind, {}):
        thing[step] = _looked_up(world, thing.get(step), REFERENCES[place.kind][step])
    elif (place.kind, step) in INCLUDED:
        if step not in thing:
            thing[step] = deepcopy(INCLUDED[place.kind, step](world, place.owner))
    elif (place.kind, step) not in PASSED:
        raise ApiRefusal(f"This property cannot be expanded ({path}).", param="expand")
    below = thing.get(step)
    for each in below if isinstance(below, list) else [below]:
        if isinstance(each, dict):
            _walk(world, each, rest, path, place.inside(step, each))


def _looked_up(world: World, value: Any, kinds: str | None) -> Any:
    """The object an id names; an object already expanded, or null, stays."""
    if isinstance(value, list):
        return [_looked_up(world, each, kinds) for each in value]
    if not isinstance(value, str) or not kinds:
        return value
    for kind in kinds.split(" or "):
        found = world.store.find(kind, value)
        if found:
            return deepcopy(found)
    return value
