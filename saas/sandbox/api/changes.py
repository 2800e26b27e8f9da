"""Things by their ids; and changing what a thing carries along: metadata by key, and texts that may be unset."""

from __future__ import annotations

from saas.sandbox.refusals import no_such
from saas.sandbox.store import Thing
from saas.sandbox.world import World

# What a refusal calls the id in the path of a request, where not `id`; and the kind, where not by its own name.
ID_PARAMS = {
    "checkout.session": "session",
    "coupon": "coupon",
    "invoice": "invoice",
    "payment_intent": "intent",
    "price": "price",
    "promotion_code": "promotion_code",
}
NOUNS = {"promotion_code": "promotion code", "webhook_endpoint": "webhook endpoint"}


def get_object(world: World, kind: str, key: str) -> Thing:
    """The object a request is for. ApiRefusal (404) when there is none of this id."""
    thing = world.store.find(kind, key)
    if thing is None:
        raise no_such(NOUNS.get(kind, kind), key, param=ID_PARAMS.get(kind, "id"))
    return thing


def get_referenced(world: World, kind: str, key: str, param: str) -> Thing:
    """The object that a parameter names. ApiRefusal (400) when there is none of this id."""
    thing = world.store.find(kind, key)
    if thing is None:
        raise no_such(NOUNS.get(kind, kind), key, param=param, status=400)
    return thing


def merged_metadata(thing: Thing, asked: Thing) -> Thing:
    """An empty value removes its key, an empty `metadata` all of them."""
    wanted = asked.get("metadata", {})
    merged = {**thing["metadata"], **wanted} if isinstance(wanted, dict) else {}
    return {name: value for name, value in merged.items() if value}


def changed_values(thing: Thing, asked: Thing, names: tuple[str, ...]) -> Thing:
    """The values of `names` that were asked for, metadata merged; an empty text unsets its value."""
    values: Thing = {name: asked[name] if asked[name] != "" else None for name in names if name in asked}
    if "metadata" in asked:
        values["metadata"] = merged_metadata(thing, asked)
    return values
