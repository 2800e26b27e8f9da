"""`expand[]`: ids become the objects they name, at most four levels deep, and parts that are sent on request are added."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saas.sandbox.api.lists import make_list
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.line_items import get_line_items, is_tax_inclusive, tax_percent_at, tax_rate
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

MAX_LEVELS = 4
EXPANSION_SHAPES: Json = json.loads((Path(__file__).parents[1] / "shapes" / "expandable.json").read_text())
# Which properties hold an id, of which kinds, and which parts a path may go through. Notation in `shapes/NOTICE.md`.
EXPANDABLE: dict[str, dict[str, list[str]]] = EXPANSION_SHAPES["expandable"]
PASS_THROUGH: dict[str, list[str]] = EXPANSION_SHAPES["passed"]
MAX_INCLUDED = 10


@dataclass(frozen=True, slots=True)
class Position:
    """A position inside an object: the kind of part there, and the nearest object around it that has an id."""

    kind: str
    owner: Json

    def inside(self, step: str, child: Json) -> Position:
        kind = child.get("object")
        if not kind:
            return Position(f"{self.kind}.{step}", self.owner)
        return Position(kind, child if "id" in child else self.owner)


def expand_paths(sandbox: Sandbox, obj: Json, paths: list[str]) -> Json:
    """A copy of `obj` with every path expanded. ApiError (400) for a wrong or too long path."""
    if not paths:
        return obj
    expanded = deepcopy(obj)
    for path in paths:
        steps = path.split(".")
        if len([step for step in steps if step != "data"]) > MAX_LEVELS:
            raise ApiError(
                f"You cannot expand more than {MAX_LEVELS} levels of a property. Property: {path}",
                code="property_expansion_max_depth",
                param="expand",
            )
        _expand_path(sandbox, expanded, steps, path, Position(expanded.get("object", ""), expanded))
    return expanded


def _expand_path(sandbox: Sandbox, obj: Json, steps: list[str], path: str, position: Position) -> None:
    if not steps:
        return
    step, rest = steps[0], steps[1:]
    if step in EXPANDABLE.get(position.kind, {}):
        # A property that is sent only with a value stays absent without one.
        if step in obj:
            obj[step] = _look_up(sandbox, obj[step], EXPANDABLE[position.kind][step])
    elif (position.kind, step) in INCLUDABLE:
        if step not in obj:
            obj[step] = deepcopy(INCLUDABLE[position.kind, step](sandbox, position.owner))
    elif step not in PASS_THROUGH.get(position.kind, ()):
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
    child = obj.get(step)
    for each in child if isinstance(child, list) else [child]:
        if isinstance(each, dict):
            _expand_path(sandbox, each, rest, path, position.inside(step, each))


def _look_up(sandbox: Sandbox, value: Any, kinds: list[str]) -> Any:
    """The object that an id names; a deleted customer as deleted. Null and what is expanded already stay as they are."""
    if isinstance(value, list):
        return [_look_up(sandbox, each, kinds) for each in value]
    if not isinstance(value, str):
        return value
    for kind in kinds:
        obj = sandbox.store.find(kind, value) or sandbox.get_note(f"deleted:{value}")
        if obj:
            return deepcopy(obj)
    return value


def _session_line_items(sandbox: Sandbox, session: Json) -> Json:
    rows = get_line_items(sandbox, session)
    return make_list(
        rows[:MAX_INCLUDED], has_more=len(rows) > MAX_INCLUDED, url=f"/v1/checkout/sessions/{session['id']}/line_items"
    )


def _charge_refunds(sandbox: Sandbox, charge: Json) -> Json:
    rows = [each for each in sandbox.store.newest_first("refund") if each["charge"] == charge["id"]]
    return make_list(rows[:MAX_INCLUDED], has_more=len(rows) > MAX_INCLUDED, url=f"/v1/charges/{charge['id']}/refunds")


def _session_breakdown(sandbox: Sandbox, session: Json) -> Json:
    """The session's discounts and taxes, summed over its items."""
    items = get_line_items(sandbox, session)
    taxes = [tax for item in items for tax in _item_taxes(sandbox, item)]
    if taxes:
        sums = {name: sum(tax[name] for tax in taxes) for name in ("amount", "taxable_amount")}
        taxes = [taxes[0] | sums]
    return {
        "discounts": _applied_discounts(sandbox, session["id"], session["total_details"]["amount_discount"]),
        "taxes": taxes,
    }


def _item_discounts(sandbox: Sandbox, item: Json) -> list[Json]:
    return _applied_discounts(sandbox, sandbox.get_note(item["id"])["session"], item["amount_discount"])


def _applied_discounts(sandbox: Sandbox, session_id: str, amount: int) -> list[Json]:
    if not sandbox.store.get("checkout.session", session_id)["discounts"]:
        return []
    discount = sandbox.store.get("discount", sandbox.get_note(session_id)["discount"])
    return [{"amount": amount, "discount": discount}]


def _item_taxes(sandbox: Sandbox, item: Json) -> list[Json]:
    key = sandbox.get_note(item["id"])["session"]
    if not sandbox.store.get("checkout.session", key)["automatic_tax"]["enabled"]:
        return []
    percent = tax_percent_at(sandbox.get_note(key).get("postal_code"))
    net = item["amount_total"] - item["amount_tax"]
    reason = "standard_rated" if percent else "not_collecting"
    rate = tax_rate(percent, is_inclusive=is_tax_inclusive(item))
    return [{"amount": item["amount_tax"], "rate": rate, "taxability_reason": reason, "taxable_amount": net}]


def _coupon_products(sandbox: Sandbox, coupon: Json) -> Json:
    return {"products": sandbox.get_note(f"coupon:{coupon['id']}").get("products", [])}


def _coupon_currencies(sandbox: Sandbox, coupon: Json) -> Json:
    """The coupon's own currency is one of its options."""
    return {coupon["currency"]: {"amount_off": coupon["amount_off"]}} if coupon["currency"] else {}


def _price_currencies(sandbox: Sandbox, price: Json) -> Json:
    names = ("custom_unit_amount", "tax_behavior", "unit_amount", "unit_amount_decimal")
    return {price["currency"]: {name: price[name] for name in names}}


INCLUDABLE: dict[tuple[str, str], Callable[[Sandbox, Json], Json | list[Json]]] = {
    ("checkout.session", "line_items"): _session_line_items,
    ("checkout.session.total_details", "breakdown"): _session_breakdown,
    ("item", "discounts"): _item_discounts,
    ("item", "taxes"): _item_taxes,
    ("charge", "refunds"): _charge_refunds,
    ("coupon", "applies_to"): _coupon_products,
    ("coupon", "currency_options"): _coupon_currencies,
    ("price", "currency_options"): _price_currencies,
}
