"""Webhook endpoints: create (the only answer with the secret), update."""

from __future__ import annotations

from urllib.parse import urlsplit

from saas.sandbox.api.changes import get_object
from saas.sandbox.objects.endpoint import make_endpoint
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.world import World

CHANGEABLE = ("description", "enabled_events", "metadata", "url")


def create(world: World, asked: Thing) -> Thing:
    _check_url(asked)
    endpoint = world.new("webhook_endpoint", make_endpoint(world, asked))
    secret = world.ids.new("secret")
    world.keep_memo(f"secret:{endpoint['id']}", {"secrets": [secret]})
    return endpoint | {"secret": secret}


def update(world: World, asked: Thing, key: str) -> Thing:
    endpoint = get_object(world, "webhook_endpoint", key)
    _check_url(asked)
    changed = {name: asked[name] for name in CHANGEABLE if name in asked}
    if "disabled" in asked:
        changed["status"] = "disabled" if asked["disabled"] else "enabled"
    return change(world, endpoint, **changed)


def delete(world: World, asked: Thing, key: str) -> Thing:
    """Nothing more is sent to it; letters waiting for it are given up."""
    get_object(world, "webhook_endpoint", key)
    for row in world.rows.with_status("waiting", "held"):
        if row["endpoint"] == key:
            world.rows.keep(row | {"status": "failed"})
    world.store.remove("webhook_endpoint", key)
    return {"id": key, "object": "webhook_endpoint", "deleted": True}


def _check_url(asked: Thing) -> None:
    if "url" in asked and urlsplit(asked["url"]).scheme not in ("http", "https"):
        raise ApiRefusal("Invalid URL: An explicit scheme (such as https) must be provided.",
                         code="url_invalid", param="url")  # fmt: skip
