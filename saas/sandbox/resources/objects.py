"""Building and changing API objects: the keys that Stripe always sends, lookups by id, metadata and other fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from saas.sandbox.errors import ApiError, resource_missing
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

NULLABLE_KEYS: dict[str, list[str]] = json.loads((Path(__file__).parents[1] / "shapes" / "blanks.json").read_text())
# What an error calls the id in the path of a request, where not `id`; and the kind, where not by its own name.
ID_PARAMS = {
    "checkout.session": "session",
    "coupon": "coupon",
    "invoice": "invoice",
    "payment_intent": "intent",
    "price": "price",
    "promotion_code": "promotion_code",
}
NOUNS = {"promotion_code": "promotion code", "webhook_endpoint": "webhook endpoint"}


def with_nulls(shape: str, **fields: Any) -> Json:
    """A part of an object: the keys of `shape` that are always sent, as null, then the known fields."""
    return {**dict.fromkeys(NULLABLE_KEYS[shape]), **fields}


def api_object(kind: str, **fields: Any) -> Json:
    """A whole API object: `object` is its kind. The SDK raises on a missing key, so null is not the same as absent."""
    return {"id": fields["id"], "object": kind, **with_nulls(kind, **fields)}


def get_object(sandbox: Sandbox, kind: str, key: str) -> Json:
    """The object that a request is for. ApiError (404) when there is none of this id."""
    obj = sandbox.store.find(kind, key)
    if obj is None:
        raise resource_missing(NOUNS.get(kind, kind), key, param=ID_PARAMS.get(kind, "id"))
    return obj


def get_referenced(sandbox: Sandbox, kind: str, key: str, param: str) -> Json:
    """The object that a parameter names. ApiError (400) when there is none of this id."""
    obj = sandbox.store.find(kind, key)
    if obj is None:
        raise resource_missing(NOUNS.get(kind, kind), key, param=param, status=400)
    return obj


def merge_metadata(obj: Json, params: Json) -> Json:
    """The metadata after a request: an empty value removes its key, an empty `metadata` removes all."""
    changes = params.get("metadata", {})
    metadata = {**obj["metadata"], **changes} if isinstance(changes, dict) else {}
    return {name: value for name, value in metadata.items() if value}


def changed_fields(obj: Json, params: Json, names: tuple[str, ...]) -> Json:
    """The requested values of the fields `names` and the merged metadata; an empty string unsets a field."""
    values: Json = {name: params[name] if params[name] != "" else None for name in names if name in params}
    if "metadata" in params:
        values["metadata"] = merge_metadata(obj, params)
    return values


def refuse_other_fields(params: Json, allowed: tuple[str, ...], message: str, code: str | None = None) -> None:
    """ApiError (400) for a parameter that Stripe knows but does not let anybody change in this state."""
    for name in params:
        if name not in allowed:
            raise ApiError(message.format(name), code=code, param=name)


def with_full_address(values: Json) -> Json:
    """Shipping has every key of its address, like every address of an object."""
    if values.get("shipping"):
        nulls: Json = {"carrier": None, "phone": None, "tracking_number": None}
        address = with_nulls("address", **values["shipping"]["address"])
        values["shipping"] = nulls | values["shipping"] | {"address": address}
    return values
