"""Prices: the shop's own, or created on the fly from a session's `price_data`. A price's amount never changes."""

from __future__ import annotations

from saas.sandbox.api.lists import list_objects
from saas.sandbox.errors import ApiError, missing_parameter
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, get_referenced
from saas.sandbox.resources.products import create_product
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

UPDATABLE_FIELDS = ("active", "lookup_key", "nickname", "tax_behavior")


def make_price(sandbox: Sandbox, data: Json, product: str) -> Json:
    """`data` is a checked `price_data` or the parameters of a price, with `unit_amount` in cents."""
    return api_object(
        "price",
        id=sandbox.ids.new("price"),
        active=data.get("active", False),
        billing_scheme="per_unit",
        created=sandbox.clock.now(),
        currency=data["currency"].lower(),
        livemode=False,
        lookup_key=data.get("lookup_key"),
        metadata=data.get("metadata") or {},
        nickname=data.get("nickname"),
        product=product,
        tax_behavior=data.get("tax_behavior", "unspecified"),
        type="one_time",
        unit_amount=data["unit_amount"],
        unit_amount_decimal=str(data["unit_amount"]),
    )


def create_price(sandbox: Sandbox, params: Json) -> Json:
    if ("product" in params) == ("product_data" in params):
        raise ApiError("You must specify either `product` or `product_data`.", param="product")
    if "unit_amount" not in params:
        raise missing_parameter("unit_amount")
    if params["unit_amount"] < 0:
        raise ApiError("This value must be greater than or equal to 0.", param="unit_amount")
    _claim_lookup_key(sandbox, params)
    if "product" in params:
        product = get_referenced(sandbox, "product", params["product"], "product")
    else:
        product = create_product(sandbox, params["product_data"])
    price = sandbox.add("price", make_price(sandbox, {"active": True, **params}, product["id"]))
    emit_event(sandbox, "price.created", price)
    return price


def update_price(sandbox: Sandbox, params: Json, key: str) -> Json:
    price = get_object(sandbox, "price", key)
    _claim_lookup_key(sandbox, params)
    return update_object(sandbox, price, "price.updated", **changed_fields(price, params, UPDATABLE_FIELDS))


def list_prices(sandbox: Sandbox, params: Json) -> Json:
    keys = params.get("lookup_keys")
    return list_objects(
        sandbox.store, "price", params, "/v1/prices", lambda price: not keys or price["lookup_key"] in keys
    )


def _claim_lookup_key(sandbox: Sandbox, params: Json) -> None:
    """A lookup key names one price: it is transferred from the other on request, else refused."""
    key = params.get("lookup_key")
    other = next((each for each in sandbox.store.newest_first("price") if key and each["lookup_key"] == key), None)
    if other is None:
        return
    if not params.get("transfer_lookup_key"):
        raise ApiError(f"A price ({other['id']}) already uses that lookup key.", param="lookup_key")
    update_object(sandbox, other, "price.updated", lookup_key=None)
