"""Checkout sessions: create, retrieve, list, expire, line items."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object
from saas.sandbox.api.checks import check_session
from saas.sandbox.included import line_items
from saas.sandbox.lists import Suits, listed, page
from saas.sandbox.objects.price import make_item, make_price, make_product
from saas.sandbox.objects.session import make_session
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.redeem import EXPIRED, given_by, put_on, why_not
from saas.sandbox.states.reprice import Given, add_up
from saas.sandbox.store import Thing
from saas.sandbox.totals import LEAST_CHARGE
from saas.sandbox.world import World

HIDDEN = ("payment_intent_data",)


def create(world: World, asked: Thing) -> Thing:
    check_session(world, asked)
    items = [_item(world, row) for row in asked["line_items"]]
    session = make_session(world, asked, items[0]["currency"])
    given = _given(world, asked)
    add_up(world, session, items, given)
    _require_payable(world, session, given)
    _keep(world, asked, session, items)
    if given:
        put_on(world, session, given)
    world.later(session["expires_at"] - world.clock.moment(), "expire_session", session["id"])
    return session


def _given(world: World, asked: Thing) -> Given | None:
    for discount in asked.get("discounts") or []:
        if "coupon" in discount:
            return Given(world.store.get("coupon", discount["coupon"]))
        return given_by(world, world.store.get("promotion_code", discount["promotion_code"]))
    return None


def _require_payable(world: World, session: Thing, given: Given | None) -> None:
    problem = given and why_not(world, session, session["amount_subtotal"], given)
    if problem:
        code = "coupon_expired" if problem == EXPIRED else None
        raise ApiRefusal(problem, code=code, param="discounts")
    if 0 < session["amount_total"] < LEAST_CHARGE:
        raise ApiRefusal(
            "The Checkout Session's total amount due must add up to at least $0.50 usd",
            code="amount_too_small",
        )


def _keep(world: World, asked: Thing, session: Thing, items: list[Thing]) -> None:
    for item in items:
        world.new("item", item)
        world.keep_memo(item["id"], {"session": session["id"]})
    hidden = {name: asked[name] for name in HIDDEN if name in asked}
    world.keep_memo(session["id"], {**hidden, "items": [item["id"] for item in items]})
    world.new("checkout.session", session)


def _item(world: World, row: Thing) -> Thing:
    if "price" in row:
        price = world.store.get("price", row["price"])
        product = world.store.get("product", price["product"])
    else:
        data = row["price_data"]
        product = _product(world, data)
        price = world.new("price", make_price(world, data, product["id"]))
    return make_item(world, row, price, product["name"])


def _product(world: World, data: Thing) -> Thing:
    if "product" in data:
        return world.store.get("product", data["product"])
    return world.new("product", make_product(world, data["product_data"]))


def listing(world: World, asked: Thing) -> Thing:
    suits = _of_buyer(asked["customer_details"]["email"]) if "customer_details" in asked else None
    return listed(world.store, "checkout.session", asked, "/v1/checkout/sessions", suits)


def _of_buyer(email: str) -> Suits:
    return lambda session: (session["customer_details"] or {}).get("email") == email


def items(world: World, asked: Thing, key: str) -> Thing:
    session = get_object(world, "checkout.session", key)
    return page(line_items(world, session), asked, f"/v1/checkout/sessions/{key}/line_items")
