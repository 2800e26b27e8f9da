"""What a buyer changes before paying: how many, a promotion code, the place for the tax."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, request

from saas.sandbox.hosted.form import read_place, read_quantity
from saas.sandbox.hosted.page import Page, Said, address, closed, show
from saas.sandbox.included import line_items
from saas.sandbox.states.redeem import enter_code, still_fits, take_off
from saas.sandbox.states.reprice import set_place, set_quantity
from saas.sandbox.store import Thing
from saas.sandbox.totals import LEAST_CHARGE
from saas.sandbox.world import World

# A change answers with errors by field; none means it was made.
Change = Callable[[World, Thing], dict[str, str]]


def change_views(world: World) -> Blueprint:
    views = Blueprint("changes", __name__)

    @views.post("/c/pay/<key>/items/<item_id>")
    def quantity(key: str, item_id: str) -> Page:
        return _changed(world, key, lambda world, session: _set_quantity(world, session, item_id))

    @views.post("/c/pay/<key>/code")
    def code(key: str) -> Page:
        return _changed(world, key, _enter_code)

    @views.post("/c/pay/<key>/code/remove")
    def remove_code(key: str) -> Page:
        return _changed(world, key, _remove_code)

    @views.post("/c/pay/<key>/place")
    def place(key: str) -> Page:
        return _changed(world, key, _set_place)

    return views


def _changed(world: World, key: str, change: Change) -> Page:
    """Back to the page when the change was made; the page with errors when it was not."""
    means = "bank" if request.form.get("means") == "bank" else "card"
    with world.lock:
        shut = closed(world, key)
        if shut:
            return shut
        errors = change(world, world.store.get("checkout.session", key))
        if errors:
            return show(world, key, means, Said(request.form, errors, is_paying=False))
        return redirect(address(key, means), 303)


def _set_quantity(world: World, session: Thing, item_id: str) -> dict[str, str]:
    item = next((each for each in line_items(world, session) if each["id"] == item_id), None)
    if item is None or not (item["adjustable_quantity"] or {}).get("enabled"):
        return {f"quantity-{item_id}": "The quantity of this cannot be changed."}
    before = item["quantity"]
    wanted = read_quantity(request.form.get("quantity", ""), item)
    if isinstance(wanted, str):
        return {f"quantity-{item_id}": wanted}
    set_quantity(world, session, item, wanted)
    if 0 < session["amount_total"] < LEAST_CHARGE:
        set_quantity(world, session, item, before)
        return {f"quantity-{item_id}": "That would leave too little to charge."}
    problem = still_fits(world, session)
    return {"code": f"{problem} It was taken off."} if problem else {}


def _enter_code(world: World, session: Thing) -> dict[str, str]:
    text = request.form.get("code", "").strip()
    if not session["allow_promotion_codes"] or session["discounts"]:
        return {"code": "No other code can be used on this order."}
    problem = enter_code(world, session, text) if text else "Type a code first."
    return {"code": problem} if problem else {}


def _remove_code(world: World, session: Thing) -> dict[str, str]:
    if session["allow_promotion_codes"]:
        take_off(world, session)
    return {}


def _set_place(world: World, session: Thing) -> dict[str, str]:
    code = read_place(request.form.get("postal_code", ""))
    if code is None:
        return {"postal_code": "A ZIP code has 5 digits."}
    if session["automatic_tax"]["enabled"]:
        set_place(world, session, code)
    return {}
