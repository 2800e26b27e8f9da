"""Products, prices and line items: made by the shop, or on the fly from a session's `price_data`."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World

PRODUCT_TEXTS = ("description", "package_dimensions", "shippable", "statement_descriptor", "unit_label", "url")


def make_product(world: World, data: Thing) -> Thing:
    """One made on the fly is inactive, and so is its price; the shop's own say `active`."""
    now = world.clock.now()
    return api_object(
        "product",
        **{name: data[name] for name in PRODUCT_TEXTS if name in data},
        id=data.get("id") or world.ids.new("product"),
        active=data.get("active", False),
        created=now,
        default_price=None,
        images=data.get("images", []),
        livemode=False,
        marketing_features=[],
        metadata=data.get("metadata") or {},
        name=data["name"],
        tax_code=data.get("tax_code"),
        type=data.get("type", "service"),
        updated=now,
    )


def make_price(world: World, data: Thing, product: str) -> Thing:
    """`data` is a checked `price_data`, or a request for a price, with `unit_amount` in cents."""
    return api_object(
        "price",
        id=world.ids.new("price"),
        active=data.get("active", False),
        billing_scheme="per_unit",
        created=world.clock.now(),
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


def make_item(world: World, asked: Thing, price: Thing, name: str) -> Thing:
    """A line item; its price is carried whole, as the API sends it. `totals.settle` writes its sums."""
    adjustable = asked.get("adjustable_quantity")
    return api_object(
        "item",
        id=world.ids.new("item"),
        adjustable_quantity=adjustable and {"maximum": None, "minimum": None, **adjustable},
        amount_discount=0,
        amount_subtotal=0,
        amount_tax=0,
        amount_total=0,
        currency=price["currency"],
        description=name,
        metadata=asked.get("metadata") or {},
        price=price,
        quantity=asked["quantity"],
    )
