"""Products, prices and line items, as made from a session's `price_data`."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_product(world: World, data: Thing) -> Thing:
    now = world.clock.now()
    return api_object(
        "product",
        id=world.ids.new("product"),
        active=False,  # a product made on the fly is inactive, and so is its price
        created=now,
        description=data.get("description"),
        images=data.get("images", []),
        livemode=False,
        marketing_features=[],
        metadata=data.get("metadata") or {},
        name=data["name"],
        type="service",
        updated=now,
    )


def make_price(world: World, data: Thing, product: str) -> Thing:
    """`data` is a checked `price_data` with `unit_amount` in cents."""
    return api_object(
        "price",
        id=world.ids.new("price"),
        active=False,
        billing_scheme="per_unit",
        created=world.clock.now(),
        currency=data["currency"].lower(),
        livemode=False,
        metadata={},
        product=product,
        tax_behavior=data.get("tax_behavior", "unspecified"),
        type="one_time",
        unit_amount=data["unit_amount"],
        unit_amount_decimal=str(data["unit_amount"]),
    )


def make_item(world: World, asked: Thing, price: Thing, name: str) -> Thing:
    """A line item; its price is carried whole, as the API sends it."""
    total = price["unit_amount"] * asked["quantity"]
    adjustable = asked.get("adjustable_quantity")
    return api_object(
        "item",
        id=world.ids.new("item"),
        adjustable_quantity=adjustable and {"maximum": None, "minimum": None, **adjustable},
        amount_discount=0,
        amount_subtotal=total,
        amount_tax=0,
        amount_total=total,
        currency=price["currency"],
        description=name,
        metadata=asked.get("metadata") or {},
        price=price,
        quantity=asked["quantity"],
    )
