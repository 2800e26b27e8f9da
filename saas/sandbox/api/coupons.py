"""Coupons: create, rename, delete."""

from __future__ import annotations

from saas.sandbox.api.changes import changed_values, get_object
from saas.sandbox.objects.coupon import make_coupon
from saas.sandbox.refusals import ApiRefusal, missing_parameter
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def create(world: World, asked: Thing) -> Thing:
    _check(world, asked)
    coupon = world.new("coupon", make_coupon(world, asked))
    products = asked.get("applies_to", {}).get("products")
    if products:
        world.keep_memo(f"coupon:{coupon['id']}", {"products": products})
    if coupon["redeem_by"]:
        world.later(coupon["redeem_by"] - world.clock.moment(), "refresh_coupon", coupon["id"])
    tell(world, "coupon.created", coupon)
    return coupon


def update(world: World, asked: Thing, key: str) -> Thing:
    coupon = get_object(world, "coupon", key)
    return change(world, coupon, "coupon.updated", **changed_values(coupon, asked, ("name",)))


def delete(world: World, asked: Thing, key: str) -> Thing:
    """Sessions that carry it keep their discount; its codes lead nowhere from now on."""
    coupon = get_object(world, "coupon", key)
    for code in world.store.all("promotion_code"):
        if code["promotion"]["coupon"] == key:
            change(world, code, active=False)
    world.store.remove("coupon", key)
    tell(world, "coupon.deleted", coupon)
    return {"id": key, "object": "coupon", "deleted": True}


def _check(world: World, asked: Thing) -> None:
    if ("percent_off" in asked) == ("amount_off" in asked):
        raise ApiRefusal("You must pass either `percent_off` or `amount_off`, and not both.", param="percent_off")
    if "percent_off" in asked and not 0 < float(asked["percent_off"]) <= 100:
        raise ApiRefusal("Invalid percent_off: must be greater than 0 and at most 100.", param="percent_off")
    if "amount_off" in asked and "currency" not in asked:
        raise missing_parameter("currency")
    if asked.get("duration") == "repeating" and "duration_in_months" not in asked:
        raise missing_parameter("duration_in_months")
    for name in ("amount_off", "max_redemptions"):
        if asked.get(name, 1) < 1:
            raise too_small(name)
    require_future(world, asked, "redeem_by")
    if "id" in asked and world.store.find("coupon", asked["id"]):
        raise ApiRefusal("Coupon already exists.", code="resource_already_exists", param="id")


def require_future(world: World, asked: Thing, name: str) -> None:
    if name in asked and asked[name] <= world.clock.now():
        raise ApiRefusal(f"`{name}` must be in the future.", param=name)


def too_small(name: str) -> ApiRefusal:
    return ApiRefusal(
        "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=name
    )  # fmt: skip
