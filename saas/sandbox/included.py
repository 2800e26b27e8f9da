"""Parts that are sent only when asked for by `expand[]`, made when they are."""

from __future__ import annotations

from collections.abc import Callable

from saas.sandbox.lists import as_list
from saas.sandbox.objects.tax import percent_at, tax_rate
from saas.sandbox.store import Thing
from saas.sandbox.totals import is_inclusive
from saas.sandbox.world import World

MOST = 10


def line_items(world: World, session: Thing) -> list[Thing]:
    """A session's items, in the order they were asked for."""
    return [world.store.get("item", key) for key in world.memo(session["id"]).get("items", [])]


def _items(world: World, session: Thing) -> Thing:
    rows = line_items(world, session)
    return as_list(rows[:MOST], has_more=len(rows) > MOST, url=f"/v1/checkout/sessions/{session['id']}/line_items")


def _refunds(world: World, charge: Thing) -> Thing:
    rows = [each for each in world.store.newest("refund") if each["charge"] == charge["id"]]
    return as_list(rows[:MOST], has_more=len(rows) > MOST, url=f"/v1/charges/{charge['id']}/refunds")


def _breakdown(world: World, session: Thing) -> Thing:
    """The session's discounts and taxes, summed over its items."""
    items = line_items(world, session)
    taxes = [tax for item in items for tax in _taxes(world, item)]
    if taxes:
        sums = {name: sum(tax[name] for tax in taxes) for name in ("amount", "taxable_amount")}
        taxes = [taxes[0] | sums]
    return {
        "discounts": _discounts_of(world, session["id"], session["total_details"]["amount_discount"]),
        "taxes": taxes,
    }


def _discounts(world: World, item: Thing) -> list[Thing]:
    return _discounts_of(world, world.memo(item["id"])["session"], item["amount_discount"])


def _discounts_of(world: World, session_id: str, amount: int) -> list[Thing]:
    if not world.store.get("checkout.session", session_id)["discounts"]:
        return []
    discount = world.store.get("discount", world.memo(session_id)["discount"])
    return [{"amount": amount, "discount": discount}]


def _taxes(world: World, item: Thing) -> list[Thing]:
    key = world.memo(item["id"])["session"]
    if not world.store.get("checkout.session", key)["automatic_tax"]["enabled"]:
        return []
    percent = percent_at(world.memo(key).get("postal_code"))
    net = item["amount_total"] - item["amount_tax"]
    reason = "standard_rated" if percent else "not_collecting"
    rate = tax_rate(percent, is_inclusive=is_inclusive(item))
    return [{"amount": item["amount_tax"], "rate": rate, "taxability_reason": reason, "taxable_amount": net}]


def _products(world: World, coupon: Thing) -> Thing:
    return {"products": world.memo(f"coupon:{coupon['id']}").get("products", [])}


def _coupon_currencies(world: World, coupon: Thing) -> Thing:
    """The coupon's own currency is one of its options."""
    return {coupon["currency"]: {"amount_off": coupon["amount_off"]}} if coupon["currency"] else {}


def _price_currencies(world: World, price: Thing) -> Thing:
    names = ("custom_unit_amount", "tax_behavior", "unit_amount", "unit_amount_decimal")
    return {price["currency"]: {name: price[name] for name in names}}


INCLUDED: dict[tuple[str, str], Callable[[World, Thing], Thing | list[Thing]]] = {
    ("checkout.session", "line_items"): _items,
    ("checkout.session.total_details", "breakdown"): _breakdown,
    ("item", "discounts"): _discounts,
    ("item", "taxes"): _taxes,
    ("charge", "refunds"): _refunds,
    ("coupon", "applies_to"): _products,
    ("coupon", "currency_options"): _coupon_currencies,
    ("price", "currency_options"): _price_currencies,
}
