"""What a session request must satisfy beyond its shape. Nothing is made until all of it holds."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from saas.sandbox.api.changes import get_referenced
from saas.sandbox.refusals import ApiRefusal, missing_parameter
from saas.sandbox.store import Thing
from saas.sandbox.world import World

HALF_HOUR = 30 * 60
DAY = 24 * 3600
LEEWAY = 5
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_session(world: World, asked: Thing) -> None:
    """ApiRefusal (400) on the first thing wrong."""
    for name in ("mode", "line_items", "success_url"):
        if not asked.get(name):
            raise missing_parameter(name)
    if asked["mode"] != "payment":
        raise ApiRefusal("This sandbox sells one-time payments only.", param="mode")
    _check_pairs(asked)
    _check_texts(asked)
    _check_metadata(asked.get("metadata"), "metadata")
    hidden = asked.get("payment_intent_data", {})
    _check_metadata(hidden.get("metadata"), "payment_intent_data[metadata]")
    _check_times(world, asked)
    _check_known(world, asked)
    for place, row in enumerate(asked["line_items"]):
        _check_row(world, row, f"line_items[{place}]")
    _check_currencies(world, asked)


def _check_pairs(asked: Thing) -> None:
    """Parameters that exclude each other."""
    excluding = (
        ("customer", "customer_email"),
        ("customer", "customer_creation"),
        ("allow_promotion_codes", "discounts"),
    )
    for left, right in excluding:
        if left in asked and right in asked:
            raise ApiRefusal(f"You may only specify one of these parameters: {left}, {right}.", param=left)


def _check_texts(asked: Thing) -> None:
    for name in ("success_url", "cancel_url"):
        parts = urlsplit(asked.get(name, "https://example.test"))
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ApiRefusal("Not a valid URL", code="url_invalid", param=name)
    if len(asked.get("client_reference_id", "")) > 200:
        raise ApiRefusal(
            "Invalid string: must be at most 200 characters",
            code="parameter_invalid_string",
            param="client_reference_id",
        )
    email = asked.get("customer_email", "a@example.test")
    if not EMAIL.fullmatch(email):
        raise ApiRefusal(f"Invalid email address: {email}", code="email_invalid", param="customer_email")


def _check_metadata(metadata: Thing | str | None, name: str) -> None:
    if not isinstance(metadata, dict):
        return
    if len(metadata) > 50:
        raise ApiRefusal("Metadata can have at most 50 keys.", param=name)
    for key, value in metadata.items():
        if len(key) > 40:
            raise ApiRefusal(f"Metadata keys can have up to 40 characters, '{key}' is longer.", param=name)
        if len(value) > 500:
            raise ApiRefusal(
                f"Metadata values can have up to 500 characters, the value of '{key}' is longer.", param=name
            )


def _check_times(world: World, asked: Thing) -> None:
    if "expires_at" not in asked:
        return
    ahead = asked["expires_at"] - world.clock.now()
    if ahead < HALF_HOUR - LEEWAY:
        raise ApiRefusal(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if ahead > DAY + LEEWAY:
        raise ApiRefusal(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )


def _check_known(world: World, asked: Thing) -> None:
    if "customer" in asked:
        get_referenced(world, "customer", asked["customer"], "customer")
    discounts = asked.get("discounts") or []
    if len(discounts) > 1:
        raise ApiRefusal("You can specify at most one discount.", param="discounts")
    for discount in discounts:
        _check_discount(world, discount)


def _check_discount(world: World, discount: Thing) -> None:
    if len(discount) != 1:
        raise ApiRefusal("You must specify either `coupon` or `promotion_code`.", param="discounts[0]")
    kind, key = next(iter(discount.items()))
    get_referenced(world, kind, key, f"discounts[0][{kind}]")


def _check_row(world: World, row: Thing, name: str) -> None:
    if ("price" in row) == ("price_data" in row):
        raise ApiRefusal(f"You must specify either `price` or `price_data` in {name}.", param=name)
    if "quantity" not in row:
        raise missing_parameter(f"{name}[quantity]")
    if row["quantity"] < 1:
        raise ApiRefusal(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param=f"{name}[quantity]",
        )
    _check_adjustable(row, name)
    if "price" in row:
        _check_price_id(world, row["price"], f"{name}[price]")
    else:
        _check_price(world, row["price_data"], f"{name}[price_data]")


def _check_currencies(world: World, asked: Thing) -> None:
    currencies = {
        world.store.get("price", row["price"])["currency"] if "price" in row else row["price_data"]["currency"]
        for row in asked["line_items"]
    }
    currencies |= {asked["currency"]} if "currency" in asked else set()
    if len(currencies) > 1:
        raise ApiRefusal(
            "You can't combine currencies in one Checkout Session. The currencies given are"
            f" {', '.join(sorted(currencies))}.",
            param="line_items",
        )


def _check_adjustable(row: Thing, name: str) -> None:
    """The quantity asked for lies within what the buyer may choose."""
    asked = row.get("adjustable_quantity", {})
    least, most = asked.get("minimum", 0), asked.get("maximum", 99)
    if asked.get("enabled") and not least <= row["quantity"] <= most:
        raise ApiRefusal(
            f"The quantity must be between {least} and {most}, as adjustable_quantity says.", param=f"{name}[quantity]"
        )


def _check_price_id(world: World, key: str, name: str) -> None:
    price = get_referenced(world, "price", key, name)
    if not price["active"]:
        raise ApiRefusal("The price specified is inactive. This field only accepts active prices.", param=name)


def _check_price(world: World, data: Thing, name: str) -> None:
    if "unit_amount" not in data:
        raise missing_parameter(f"{name}[unit_amount]")
    if data["unit_amount"] < 0:
        raise ApiRefusal(
            "This value must be greater than or equal to 0.",
            code="parameter_invalid_integer",
            param=f"{name}[unit_amount]",
        )
    if ("product" in data) == ("product_data" in data):
        raise ApiRefusal(f"You must specify either `product` or `product_data` in {name}.", param=name)
    if "product" in data:
        get_referenced(world, "product", data["product"], f"{name}[product]")
