"""Promotion codes: create, list, switch off and on. They cannot be deleted."""

from __future__ import annotations

import re

from saas.sandbox.api.lists import list_objects
from saas.sandbox.errors import ApiError, missing_parameter, must_be_positive
from saas.sandbox.resources.coupons import require_future
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, get_referenced, with_nulls
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

COPIED_FIELDS = ("customer", "expires_at", "max_redemptions")


def make_promotion_code(sandbox: Sandbox, params: Json) -> Json:
    limits = params.get("restrictions", {})
    return api_object(
        "promotion_code",
        **{name: params[name] for name in COPIED_FIELDS if name in params},
        id=sandbox.ids.new("promotion_code"),
        active=params.get("active", True),
        code=params.get("code") or sandbox.ids.letters(8).upper(),
        created=sandbox.clock.now(),
        livemode=False,
        metadata=params.get("metadata") or {},
        promotion={"coupon": params["promotion"]["coupon"], "type": "coupon"},
        restrictions=with_nulls("promotion_code.restrictions", **{"first_time_transaction": False, **limits}),
        times_redeemed=0,
    )


def find_code(sandbox: Sandbox, text: str) -> Json | None:
    """The code with this text, in any case: the active one, else the newest."""
    codes = [
        each for each in sandbox.store.newest_first("promotion_code") if each["code"].casefold() == text.casefold()
    ]
    return next((each for each in codes if each["active"]), codes[0] if codes else None)


def create_promotion_code(sandbox: Sandbox, params: Json) -> Json:
    coupon = _require_coupon(sandbox, params)
    _check(sandbox, params, coupon)
    code = sandbox.add("promotion_code", make_promotion_code(sandbox, params))
    if code["expires_at"]:
        sandbox.schedule(code["expires_at"] - sandbox.clock.time(), "refresh_coupon", coupon["id"])
    emit_event(sandbox, "promotion_code.created", code)
    return code


def update_promotion_code(sandbox: Sandbox, params: Json, key: str) -> Json:
    code = get_object(sandbox, "promotion_code", key)
    if params.get("active") and not code["active"]:
        _require_usable(sandbox, code)
    return update_object(sandbox, code, "promotion_code.updated", **changed_fields(code, params, ("active",)))


def list_promotion_codes(sandbox: Sandbox, params: Json) -> Json:
    """Filtered by `code` in any case and `coupon` by its id, and as every list."""
    text: str | None = params["code"].casefold() if "code" in params else None

    def matches(code: Json) -> bool:
        is_named = text in (None, code["code"].casefold())
        return is_named and params.get("coupon") in (None, code["promotion"]["coupon"])

    return list_objects(sandbox.store, "promotion_code", params, "/v1/promotion_codes", matches)


def _require_coupon(sandbox: Sandbox, params: Json) -> Json:
    key = params["promotion"].get("coupon")
    if not key:
        raise missing_parameter("promotion[coupon]")
    coupon = get_referenced(sandbox, "coupon", key, "promotion[coupon]")
    if not coupon["valid"]:
        raise ApiError(f"The coupon {key} can no longer be redeemed.", code="coupon_expired", param="promotion[coupon]")
    return coupon


def _check(sandbox: Sandbox, params: Json, coupon: Json) -> None:
    if not re.fullmatch("[A-Za-z0-9-]{1,500}", params.get("code", "A")):
        raise ApiError("A code has letters (a-z, A-Z), digits and dashes only.", param="code")
    if "code" in params and params.get("active", True):
        _require_unique(sandbox, params["code"])
    if params.get("max_redemptions", 1) < 1:
        raise must_be_positive("max_redemptions")
    if coupon["max_redemptions"] and params.get("max_redemptions", 0) > coupon["max_redemptions"]:
        raise ApiError("`max_redemptions` cannot be greater than the coupon's.", param="max_redemptions")
    require_future(sandbox, params, "expires_at")
    if coupon["redeem_by"] and params.get("expires_at", 0) > coupon["redeem_by"]:
        raise ApiError("`expires_at` cannot be after the coupon's `redeem_by`.", param="expires_at")
    _check_references(sandbox, params)


def _check_references(sandbox: Sandbox, params: Json) -> None:
    limits = params.get("restrictions", {})
    if "minimum_amount" in limits and "minimum_amount_currency" not in limits:
        raise missing_parameter("restrictions[minimum_amount_currency]")
    if "customer" in params:
        get_referenced(sandbox, "customer", params["customer"], "customer")


def _require_unique(sandbox: Sandbox, text: str) -> None:
    code = find_code(sandbox, text)
    if code and code["active"]:
        raise ApiError(f"An active promotion code with `code: {text}` already exists.", param="code")


def _require_usable(sandbox: Sandbox, code: Json) -> None:
    """A code that is expired or used up, or whose coupon is, cannot be activated again."""
    _require_unique(sandbox, code["code"])
    coupon = sandbox.store.find("coupon", code["promotion"]["coupon"])
    is_expired = code["expires_at"] and code["expires_at"] <= sandbox.clock.now()
    is_used_up = code["max_redemptions"] and code["times_redeemed"] >= code["max_redemptions"]
    if not coupon or not coupon["valid"] or is_expired or is_used_up:
        raise ApiError("This promotion code can no longer be redeemed, so it cannot be active.", param="active")
