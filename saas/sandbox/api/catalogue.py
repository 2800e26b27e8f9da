"""Products and prices: create, change, list, delete. A price's amount never changes."""

from __future__ import annotations

from saas.sandbox.api.changes import changed_values, get_object, get_referenced
from saas.sandbox.lists import listed
from saas.sandbox.objects.price import make_price, make_product
from saas.sandbox.refusals import ApiRefusal, missing_parameter
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World

PRODUCT_TEXTS = (
    "active", "default_price", "description", "images", "marketing_features", "name", "package_dimensions", "shippable",
    "statement_descriptor", "tax_code", "unit_label", "url",
)  # fmt: skip
PRICE_TEXTS = ("active", "lookup_key", "nickname", "tax_behavior")


def create_product(world: World, asked: Thing) -> Thing:
    if "id" in asked and world.store.find("product", asked["id"]):
        raise ApiRefusal("Product already exists.", code="resource_already_exists", param="id")
    product = world.new("product", make_product(world, {"active": True, **asked}))
    tell(world, "product.created", product)
    return product


def update_product(world: World, asked: Thing, key: str) -> Thing:
    product = get_object(world, "product", key)
    if asked.get("default_price"):
        get_referenced(world, "price", asked["default_price"], "default_price")
    changed = changed_values(product, asked, PRODUCT_TEXTS)
    return change(world, product, "product.updated", **changed, updated=world.clock.now())


def delete_product(world: World, asked: Thing, key: str) -> Thing:
    product = get_object(world, "product", key)
    if any(price["product"] == key for price in world.store.newest("price")):
        raise ApiRefusal("This product cannot be deleted because it has one or more user-created prices.", settled=True)
    world.store.remove("product", key)
    tell(world, "product.deleted", product)
    return {"id": key, "object": "product", "deleted": True}


def list_products(world: World, asked: Thing) -> Thing:
    ids = asked.get("ids")
    return listed(world.store, "product", asked, "/v1/products", lambda product: not ids or product["id"] in ids)


def create_price(world: World, asked: Thing) -> Thing:
    if ("product" in asked) == ("product_data" in asked):
        raise ApiRefusal("You must specify either `product` or `product_data`.", param="product")
    if "unit_amount" not in asked:
        raise missing_parameter("unit_amount")
    if asked["unit_amount"] < 0:
        raise ApiRefusal("This value must be greater than or equal to 0.", param="unit_amount")
    _free_lookup_key(world, asked)
    if "product" in asked:
        product = get_referenced(world, "product", asked["product"], "product")
    else:
        product = create_product(world, asked["product_data"])
    price = world.new("price", make_price(world, {"active": True, **asked}, product["id"]))
    tell(world, "price.created", price)
    return price


def update_price(world: World, asked: Thing, key: str) -> Thing:
    price = get_object(world, "price", key)
    _free_lookup_key(world, asked)
    return change(world, price, "price.updated", **changed_values(price, asked, PRICE_TEXTS))


def list_prices(world: World, asked: Thing) -> Thing:
    keys = asked.get("lookup_keys")
    return listed(world.store, "price", asked, "/v1/prices", lambda price: not keys or price["lookup_key"] in keys)


def _free_lookup_key(world: World, asked: Thing) -> None:
    """A lookup key names one price: taken from the other when asked so, else refused."""
    wanted = asked.get("lookup_key")
    other = next((each for each in world.store.newest("price") if wanted and each["lookup_key"] == wanted), None)
    if other is None:
        return
    if not asked.get("transfer_lookup_key"):
        raise ApiRefusal(f"A price ({other['id']}) already uses that lookup key.", param="lookup_key")
    change(world, other, "price.updated", lookup_key=None)
