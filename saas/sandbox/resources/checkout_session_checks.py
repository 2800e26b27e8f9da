"""What the parameters of a new session must satisfy beyond their shape. Nothing is created until all of it holds."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from saas.sandbox.errors import ApiError, missing_parameter
from saas.sandbox.resources.objects import get_referenced
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

MIN_LIFETIME = 30 * 60
MAX_LIFETIME = 24 * 3600
TOLERANCE = 5
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_session(sandbox: Sandbox, params: Json) -> None:
    """ApiError (400) on the first thing wrong."""
    for name in ("mode", "line_items", "success_url"):
        if not params.get(name):
            raise missing_parameter(name)
    if params["mode"] != "payment":
        raise ApiError("This sandbox sells one-time payments only.", param="mode")
    _check_exclusive(params)
    _check_texts(params)
    _check_metadata(params.get("metadata"), "metadata")
    intent_data = params.get("payment_intent_data", {})
    _check_metadata(intent_data.get("metadata"), "payment_intent_data[metadata]")
    _check_times(sandbox, params)
    _check_references(sandbox, params)
    for index, row in enumerate(params["line_items"]):
        _check_line_item(sandbox, row, f"line_items[{index}]")
    _check_currencies(sandbox, params)


def _check_exclusive(params: Json) -> None:
    """Parameters that exclude each other."""
    pairs = (
        ("customer", "customer_email"),
        ("customer", "customer_creation"),
        ("allow_promotion_codes", "discounts"),
    )
    for left, right in pairs:
        if left in params and right in params:
            raise ApiError(f"You may only specify one of these parameters: {left}, {right}.", param=left)


def _check_texts(params: Json) -> None:
    for name in ("success_url", "cancel_url"):
        parts = urlsplit(params.get(name, "https://example.test"))
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ApiError("Not a valid URL", code="url_invalid", param=name)
    if len(params.get("client_reference_id", "")) > 200:
        raise ApiError(
            "Invalid string: must be at most 200 characters",
            code="parameter_invalid_string",
            param="client_reference_id",
        )
    email = params.get("customer_email", "a@example.test")
    if not EMAIL.fullmatch(email):
        raise ApiError(f"Invalid email address: {email}", code="email_invalid", param="customer_email")


def _check_metadata(metadata: Json | str | None, name: str) -> None:
    if not isinstance(metadata, dict):
        return
    if len(metadata) > 50:
        raise ApiError("Metadata can have at most 50 keys.", param=name)
    for key, value in metadata.items():
        if len(key) > 40:
            raise ApiError(f"Metadata keys can have up to 40 characters, '{key}' is longer.", param=name)
        if len(value) > 500:
            raise ApiError(
                f"Metadata values can have up to 500 characters, the value of '{key}' is longer.", param=name
            )


def _check_times(sandbox: Sandbox, params: Json) -> None:
    if "expires_at" not in params:
        return
    ahead = params["expires_at"] - sandbox.clock.now()
    if ahead < MIN_LIFETIME - TOLERANCE:
        raise ApiError(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if ahead > MAX_LIFETIME + TOLERANCE:
        raise ApiError(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )


def _check_references(sandbox: Sandbox, params: Json) -> None:
    if "customer" in params:
        get_referenced(sandbox, "customer", params["customer"], "customer")
    discounts = params.get("discounts") or []
    if len(discounts) > 1:
        raise ApiError("You can specify at most one discount.", param="discounts")
    for discount in discounts:
        _check_discount(sandbox, discount)


def _check_discount(sandbox: Sandbox, discount: Json) -> None:
    if len(discount) != 1:
        raise ApiError("You must specify either `coupon` or `promotion_code`.", param="discounts[0]")
    kind, key = next(iter(discount.items()))
    get_referenced(sandbox, kind, key, f"discounts[0][{kind}]")


def _check_line_item(sandbox: Sandbox, row: Json, name: str) -> None:
    if ("price" in row) == ("price_data" in row):
        raise ApiError(f"You must specify either `price` or `price_data` in {name}.", param=name)
    if "quantity" not in row:
        raise missing_parameter(f"{name}[quantity]")
    if row["quantity"] < 1:
        raise ApiError(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param=f"{name}[quantity]",
        )
    _check_adjustable(row, name)
    if "price" in row:
        _check_price_id(sandbox, row["price"], f"{name}[price]")
    else:
        _check_price_data(sandbox, row["price_data"], f"{name}[price_data]")


def _check_currencies(sandbox: Sandbox, params: Json) -> None:
    currencies = {
        sandbox.store.get("price", row["price"])["currency"] if "price" in row else row["price_data"]["currency"]
        for row in params["line_items"]
    }
    currencies |= {params["currency"]} if "currency" in params else set()
    if len(currencies) > 1:
        raise ApiError(
            "You can't combine currencies in one Checkout Session. The currencies given are"
            f" {', '.join(sorted(currencies))}.",
            param="line_items",
        )


def _check_adjustable(row: Json, name: str) -> None:
    """The quantity is within what the buyer may choose."""
    bounds = row.get("adjustable_quantity", {})
    least, most = bounds.get("minimum", 0), bounds.get("maximum", 99)
    if bounds.get("enabled") and not least <= row["quantity"] <= most:
        raise ApiError(
            f"The quantity must be between {least} and {most}, as adjustable_quantity says.", param=f"{name}[quantity]"
        )


def _check_price_id(sandbox: Sandbox, key: str, name: str) -> None:
    price = get_referenced(sandbox, "price", key, name)
    if not price["active"]:
        raise ApiError("The price specified is inactive. This field only accepts active prices.", param=name)


def _check_price_data(sandbox: Sandbox, data: Json, name: str) -> None:
    if "unit_amount" not in data:
        raise missing_parameter(f"{name}[unit_amount]")
    if data["unit_amount"] < 0:
        raise ApiError(
            "This value must be greater than or equal to 0.",
            code="parameter_invalid_integer",
            param=f"{name}[unit_amount]",
        )
    if ("product" in data) == ("product_data" in data):
        raise ApiError(f"You must specify either `product` or `product_data` in {name}.", param=name)
    if "product" in data:
        get_referenced(sandbox, "product", data["product"], f"{name}[product]")
