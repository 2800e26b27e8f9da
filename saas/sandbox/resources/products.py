"""Products: the shop's own, or created on the fly from a session's `price_data`."""

from __future__ import annotations

from saas.sandbox.api.lists import list_objects
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, get_referenced
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

COPIED_FIELDS = ("description", "package_dimensions", "shippable", "statement_descriptor", "unit_label", "url")
UPDATABLE_FIELDS = (
    "active",
    "default_price",
    "description",
    "images",
    "marketing_features",
    "name",
    "package_dimensions",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
)


def make_product(sandbox: Sandbox, data: Json) -> Json:
    """One that a session creates is inactive, and so is its price; the shop's own pass `active`."""
    now = sandbox.clock.now()
    return api_object(
        "product",
        **{name: data[name] for name in COPIED_FIELDS if name in data},
        id=data.get("id") or sandbox.ids.new("product"),
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


def create_product(sandbox: Sandbox, params: Json) -> Json:
    if "id" in params and sandbox.store.find("product", params["id"]):
        raise ApiError("Product already exists.", code="resource_already_exists", param="id")
    product = sandbox.add("product", make_product(sandbox, {"active": True, **params}))
    emit_event(sandbox, "product.created", product)
    return product


def update_product(sandbox: Sandbox, params: Json, key: str) -> Json:
    product = get_object(sandbox, "product", key)
    if params.get("default_price"):
        get_referenced(sandbox, "price", params["default_price"], "default_price")
    fields = changed_fields(product, params, UPDATABLE_FIELDS)
    return update_object(sandbox, product, "product.updated", **fields, updated=sandbox.clock.now())


def delete_product(sandbox: Sandbox, params: Json, key: str) -> Json:
    product = get_object(sandbox, "product", key)
    if any(price["product"] == key for price in sandbox.store.newest_first("price")):
        raise ApiError("This product cannot be deleted because it has one or more user-created prices.", is_stored=True)
    sandbox.store.remove("product", key)
    emit_event(sandbox, "product.deleted", product)
    return {"id": key, "object": "product", "deleted": True}


def list_products(sandbox: Sandbox, params: Json) -> Json:
    ids = params.get("ids")
    return list_objects(
        sandbox.store, "product", params, "/v1/products", lambda product: not ids or product["id"] in ids
    )
