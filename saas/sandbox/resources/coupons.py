"""Coupons: create, rename, delete."""

from __future__ import annotations

from saas.sandbox.errors import ApiError, missing_parameter, must_be_positive
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

COPIED_FIELDS = ("amount_off", "duration_in_months", "max_redemptions", "name", "redeem_by")


def make_coupon(sandbox: Sandbox, params: Json) -> Json:
    """A coupon that nobody has used yet. Its `applies_to` is sent only when expanded, so it is stored apart."""
    percent = params.get("percent_off")
    return api_object(
        "coupon",
        **{name: params[name] for name in COPIED_FIELDS if name in params},
        id=params.get("id") or sandbox.ids.new("coupon"),
        created=sandbox.clock.now(),
        currency=params["currency"].lower() if "amount_off" in params else None,
        duration=params.get("duration", "once"),
        livemode=False,
        metadata=params.get("metadata") or {},
        percent_off=float(percent) if percent is not None else None,
        times_redeemed=0,
        valid=True,
    )


def create_coupon(sandbox: Sandbox, params: Json) -> Json:
    _check(sandbox, params)
    coupon = sandbox.add("coupon", make_coupon(sandbox, params))
    products = params.get("applies_to", {}).get("products")
    if products:
        sandbox.set_note(f"coupon:{coupon['id']}", {"products": products})
    if coupon["redeem_by"]:
        sandbox.schedule(coupon["redeem_by"] - sandbox.clock.time(), "refresh_coupon", coupon["id"])
    emit_event(sandbox, "coupon.created", coupon)
    return coupon


def update_coupon(sandbox: Sandbox, params: Json, key: str) -> Json:
    coupon = get_object(sandbox, "coupon", key)
    return update_object(sandbox, coupon, "coupon.updated", **changed_fields(coupon, params, ("name",)))


def delete_coupon(sandbox: Sandbox, params: Json, key: str) -> Json:
    """Sessions that have it keep their discount; its codes can no longer be used."""
    coupon = get_object(sandbox, "coupon", key)
    for code in sandbox.store.list_all("promotion_code"):
        if code["promotion"]["coupon"] == key:
            update_object(sandbox, code, active=False)
    sandbox.store.remove("coupon", key)
    emit_event(sandbox, "coupon.deleted", coupon)
    return {"id": key, "object": "coupon", "deleted": True}


def _check(sandbox: Sandbox, params: Json) -> None:
    if ("percent_off" in params) == ("amount_off" in params):
        raise ApiError("You must pass either `percent_off` or `amount_off`, and not both.", param="percent_off")
    if "percent_off" in params and not 0 < float(params["percent_off"]) <= 100:
        raise ApiError("Invalid percent_off: must be greater than 0 and at most 100.", param="percent_off")
    if "amount_off" in params and "currency" not in params:
        raise missing_parameter("currency")
    if params.get("duration") == "repeating" and "duration_in_months" not in params:
        raise missing_parameter("duration_in_months")
    for name in ("amount_off", "max_redemptions"):
        if params.get(name, 1) < 1:
            raise must_be_positive(name)
    require_future(sandbox, params, "redeem_by")
    if "id" in params and sandbox.store.find("coupon", params["id"]):
        raise ApiError("Coupon already exists.", code="resource_already_exists", param="id")


def require_future(sandbox: Sandbox, params: Json, name: str) -> None:
    if name in params and params[name] <= sandbox.clock.now():
        raise ApiError(f"`{name}` must be in the future.", param=name)
