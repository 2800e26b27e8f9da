"""Events: what happened, with the object as it was at that moment. Listed for 30 days."""

from __future__ import annotations

from copy import deepcopy
from fnmatch import fnmatchcase

from saas.sandbox.api.lists import Predicate, list_objects
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.objects import api_object
from saas.sandbox.settings import API_VERSION
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.webhooks.deliveries import queue_event

LISTED_FOR = 30 * 24 * 3600
MAX_TYPES = 20


def make_event(sandbox: Sandbox, event_type: str, subject: Json, before: Json | None = None) -> Json:
    """`before` holds the former values of changed keys (`previous_attributes` of an update)."""
    data: Json = {"object": deepcopy(subject)}
    if before is not None:
        data["previous_attributes"] = before
    return api_object(
        "event",
        id=sandbox.ids.new("event"),
        api_version=API_VERSION,
        created=sandbox.clock.now(),
        data=data,
        livemode=False,
        pending_webhooks=0,
        request=dict(sandbox.current_request),
        type=event_type,
    )


def emit_event(sandbox: Sandbox, event_type: str, subject: Json, before: Json | None = None) -> Json:
    """Store an event about `subject` and queue it for every endpoint that listens to its type."""
    event = sandbox.add("event", make_event(sandbox, event_type, subject, before))
    queue_event(sandbox, event)
    return event


def update_object(sandbox: Sandbox, obj: Json, event_type: str | None = None, **fields: object) -> Json:
    """Change fields of an object and store it; with `event_type`, emit the update with its previous attributes."""
    before = {name: obj.get(name) for name in fields}
    obj.update(fields)
    sandbox.save(obj)
    if event_type:
        emit_event(sandbox, event_type, obj, before)
    return obj


def list_events(sandbox: Sandbox, params: Json) -> Json:
    """`delivery_success=false` means that an endpoint has not answered 2xx, or was given up."""
    types = params.get("types", [])
    if len(types) > MAX_TYPES:
        raise ApiError(f"You can filter by at most {MAX_TYPES} types.", param="types")
    if types and "type" in params:
        raise ApiError("You may only specify one of these parameters: type, types.", param="types")
    has_type = _has_type(types or [params.get("type", "*")])
    success = params.get("delivery_success")

    def matches(event: Json) -> bool:
        if success is not None and success is sandbox.deliveries.is_undelivered(event["id"]):
            return False
        return has_type(event)

    return list_objects(sandbox.store, "event", _bound_to_30_days(sandbox, params), "/v1/events", matches)


def _has_type(patterns: list[str]) -> Predicate:
    exact = {each for each in patterns if "*" not in each}
    wildcards = [each for each in patterns if "*" in each and each != "*"]
    if "*" in patterns:
        return lambda event: True
    if not wildcards:
        return lambda event: event["type"] in exact
    return lambda event: event["type"] in exact or any(fnmatchcase(event["type"], each) for each in wildcards)


def _bound_to_30_days(sandbox: Sandbox, params: Json) -> Json:
    """The other filters, with the thirty days as one more bound of `created`."""
    created = params.get("created", {})
    if isinstance(created, int):
        created = {"gte": created, "lte": created}
    floor = max(sandbox.clock.now() - LISTED_FOR, created.get("gte", 0))
    filters = {name: value for name, value in params.items() if name != "type"}
    return filters | {"created": created | {"gte": floor}}
