"""A session's sums follow what the buyer changes: quantities, a code, the place for the tax."""

from __future__ import annotations

from dataclasses import dataclass

from saas.sandbox.included import line_items
from saas.sandbox.objects.tax import percent_at
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.totals import settle
from saas.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Given:
    """A discount on a session: its coupon, and the code it came by, if any."""

    coupon: Thing
    code: Thing | None = None


def given_of(world: World, session: Thing) -> Given | None:
    if not session["discounts"]:
        return None
    discount = world.store.get("discount", world.memo(session["id"])["discount"])
    code = discount["promotion_code"]
    coupon = world.store.find("coupon", discount["source"]["coupon"]) or world.memo(discount["id"])["coupon"]
    return Given(coupon, world.store.get("promotion_code", code) if code else None)


def add_up(world: World, session: Thing, items: list[Thing], given: Given | None) -> None:
    """Write the sums without keeping them: the caller may still refuse."""
    chosen = {item["id"] for item in items if given and applies_to(world, given.coupon, item)}
    settle(session, items, chosen, given.coupon if given else None, tax_percent(world, session))


def reprice(world: World, session: Thing) -> None:
    """Add up anew and keep it, in the intent too when there is one."""
    items = line_items(world, session)
    add_up(world, session, items, given_of(world, session))
    for item in items:
        world.save(item)
    world.save(session)
    if session["payment_intent"]:
        intent = world.store.get("payment_intent", session["payment_intent"])
        change(world, intent, amount=session["amount_total"])


def applies_to(world: World, coupon: Thing, item: Thing) -> bool:
    """A coupon may be for some products only."""
    products = world.memo(f"coupon:{coupon['id']}").get("products")
    return not products or item["price"]["product"] in products


def tax_percent(world: World, session: Thing) -> int:
    if not session["automatic_tax"]["enabled"]:
        return 0
    return percent_at(place_of(world, session))


def place_of(world: World, session: Thing) -> str | None:
    """The postal code the buyer gave, if any."""
    code: str | None = world.memo(session["id"]).get("postal_code")
    return code


def set_place(world: World, session: Thing, postal_code: str) -> None:
    world.keep_memo(session["id"], world.memo(session["id"]) | {"postal_code": postal_code})
    change(world, session, automatic_tax=session["automatic_tax"] | {"status": "complete"})
    reprice(world, session)


def set_quantity(world: World, session: Thing, item: Thing, quantity: int) -> None:
    change(world, item, quantity=quantity)
    reprice(world, session)
