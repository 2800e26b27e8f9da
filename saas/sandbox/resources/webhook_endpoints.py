"""Webhook endpoints. The secret is returned once, by the request that creates the endpoint."""

from __future__ import annotations

from urllib.parse import urlsplit

from saas.sandbox.errors import ApiError
from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.objects import api_object, get_object
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

UPDATABLE_FIELDS = ("description", "enabled_events", "metadata", "url")


def make_webhook_endpoint(sandbox: Sandbox, params: Json) -> Json:
    return api_object(
        "webhook_endpoint",
        id=sandbox.ids.new("webhook_endpoint"),
        api_version=params.get("api_version"),
        created=sandbox.clock.now(),
        description=params.get("description"),
        enabled_events=params["enabled_events"],
        livemode=False,
        metadata=params.get("metadata") or {},
        status="enabled",
        url=params["url"],
    )


def create_webhook_endpoint(sandbox: Sandbox, params: Json) -> Json:
    _check_url(params)
    endpoint = sandbox.add("webhook_endpoint", make_webhook_endpoint(sandbox, params))
    secret = sandbox.ids.new("secret")
    sandbox.set_note(f"secret:{endpoint['id']}", {"secrets": [secret]})
    return endpoint | {"secret": secret}


def update_webhook_endpoint(sandbox: Sandbox, params: Json, key: str) -> Json:
    endpoint = get_object(sandbox, "webhook_endpoint", key)
    _check_url(params)
    fields = {name: params[name] for name in UPDATABLE_FIELDS if name in params}
    if "disabled" in params:
        fields["status"] = "disabled" if params["disabled"] else "enabled"
    return update_object(sandbox, endpoint, **fields)


def delete_webhook_endpoint(sandbox: Sandbox, params: Json, key: str) -> Json:
    """Nothing more is sent to it; deliveries that wait for it are given up."""
    get_object(sandbox, "webhook_endpoint", key)
    for row in sandbox.deliveries.list_with_status("waiting", "held"):
        if row["endpoint"] == key:
            sandbox.deliveries.put(row | {"status": "failed"})
    sandbox.store.remove("webhook_endpoint", key)
    return {"id": key, "object": "webhook_endpoint", "deleted": True}


def _check_url(params: Json) -> None:
    if "url" in params and urlsplit(params["url"]).scheme not in ("http", "https"):
        raise ApiError(
            "Invalid URL: An explicit scheme (such as https) must be provided.", code="url_invalid", param="url"
        )
