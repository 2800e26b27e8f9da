"""Promotion codes: create, list, switch off and on. They cannot be deleted."""

from __future__ import annotations

import re

from saas.sandbox.api.changes import changed_values, get_object, get_referenced
from saas.sandbox.api.coupons import require_future, too_small
from saas.sandbox.lists import listed
from saas.sandbox.objects.coupon import make_promotion_code
from saas.sandbox.refusals import ApiRefusal, missing_parameter
from saas.sandbox.states.news import change, tell
from saas.sandbox.states.redeem import code_named
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def create(world: World, asked: Thing) -> Thing:
    coupon = _coupon(world, asked)
    _check(world, asked, coupon)
    code = world.new("promotion_code", make_promotion_code(world, asked))
    if code["expires_at"]:
        world.later(code["expires_at"] - world.clock.moment(), "refresh_coupon", coupon["id"])
    tell(world, "promotion_code.created", code)
    return code


def update(world: World, asked: Thing, key: str) -> Thing:
    code = get_object(world, "promotion_code", key)
    if asked.get("active") and not code["active"]:
        _require_usable(world, code)
    return change(world, code, "promotion_code.updated", **changed_values(code, asked, ("active",)))


def listing(world: World, asked: Thing) -> Thing:
    """`code` in any case, `coupon` by its id; `active`, `customer` and `created` as in every list."""

    text: str | None = asked["code"].casefold() if "code" in asked else None

    def suits(code: Thing) -> bool:
        is_named = text in (None, code["code"].casefold())
        return is_named and asked.get("coupon") in (None, code["promotion"]["coupon"])

    return listed(world.store, "promotion_code", asked, "/v1/promotion_codes", suits)


def _coupon(world: World, asked: Thing) -> Thing:
    key = asked["promotion"].get("coupon")
    if not key:
        raise missing_parameter("promotion[coupon]")
    coupon = get_referenced(world, "coupon", key, "promotion[coupon]")
    if not coupon["valid"]:
        raise ApiRefusal(
            f"The coupon {key} can no longer be redeemed.", code="coupon_expired", param="promotion[coupon]"
        )
    return coupon


def _check(world: World, asked: Thing, coupon: Thing) -> None:
    if not re.fullmatch("[A-Za-z0-9-]{1,500}", asked.get("code", "A")):
        raise ApiRefusal("A code has letters (a-z, A-Z), digits and dashes only.", param="code")
    if "code" in asked and asked.get("active", True):
        _require_unique(world, asked["code"])
    if asked.get("max_redemptions", 1) < 1:
        raise too_small("max_redemptions")
    if coupon["max_redemptions"] and asked.get("max_redemptions", 0) > coupon["max_redemptions"]:
        raise ApiRefusal("`max_redemptions` cannot be greater than the coupon's.", param="max_redemptions")
    require_future(world, asked, "expires_at")
    if coupon["redeem_by"] and asked.get("expires_at", 0) > coupon["redeem_by"]:
        raise ApiRefusal("`expires_at` cannot be after the coupon's `redeem_by`.", param="expires_at")
    _check_references(world, asked)


def _check_references(world: World, asked: Thing) -> None:
    limits = asked.get("restrictions", {})
    if "minimum_amount" in limits and "minimum_amount_currency" not in limits:
        raise missing_parameter("restrictions[minimum_amount_currency]")
    if "customer" in asked:
        get_referenced(world, "customer", asked["customer"], "customer")


def _require_unique(world: World, text: str) -> None:
    known = code_named(world, text)
    if known and known["active"]:
        raise ApiRefusal(f"An active promotion code with `code: {text}` already exists.", param="code")


def _require_usable(world: World, code: Thing) -> None:
    """A code that ran out, or whose coupon did, cannot be switched on again."""
    _require_unique(world, code["code"])
    coupon = world.store.find("coupon", code["promotion"]["coupon"])
    is_over = code["expires_at"] and code["expires_at"] <= world.clock.now()
    is_used_up = code["max_redemptions"] and code["times_redeemed"] >= code["max_redemptions"]
    if not coupon or not coupon["valid"] or is_over or is_used_up:
        raise ApiRefusal("This promotion code can no longer be redeemed, so it cannot be active.", param="active")
