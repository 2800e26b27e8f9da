"""Driving the world itself: reset, clock, faults, request log."""

from __future__ import annotations

from saas.sandbox.faults import KINDS
from saas.sandbox.refusals import ApiRefusal, missing_parameter
from saas.sandbox.seed import seed
from saas.sandbox.store import Thing
from saas.sandbox.timers import advance
from saas.sandbox.webhooks.spoiling import SENDING, WRITING
from saas.sandbox.world import World


def reset(world: World, body: Thing) -> Thing:
    """Forget everything but the endpoint the sandbox was started with."""
    world.forget()
    seed(world)
    return state(world, body)


def state(world: World, body: Thing) -> Thing:
    """How much of each kind there is, and what time it is."""
    kinds = ("checkout.session", "payment_intent", "charge", "refund", "dispute", "event", "delivery", "timer")
    counts = {kind: world.store.count(kind) for kind in kinds}
    return {"now": world.clock.now(), "ahead": world.clock.ahead, "counts": counts, "faults": world.faults}


def push_clock(world: World, body: Thing) -> Thing:
    """{advance: seconds}: time passes, and what was due in it happens in order before this answers."""
    seconds = body.get("advance")
    if not isinstance(seconds, (int, float)) or seconds < 0:
        raise ApiRefusal("`advance` is a number of seconds, zero or more.", param="advance")
    advance(world, float(seconds))
    return state(world, body)


def requests(world: World, body: Thing) -> Thing:
    """API requests, oldest first; {method?, path?} narrow it (`path` is a beginning)."""
    found = [
        entry
        for entry in world.requests
        if entry["method"] == body.get("method", entry["method"]) and entry["path"].startswith(body.get("path", ""))
    ]
    return {"data": found}


def forget_requests(world: World, body: Thing) -> Thing:
    world.requests.clear()
    return {"data": []}


def faults(world: World, body: Thing) -> Thing:
    return {"data": world.faults}


def add_fault(world: World, body: Thing) -> Thing:
    """See `saas.sandbox.faults` for what a fault is."""
    if ("path" in body) == ("event" in body):
        raise missing_parameter("path")
    if "kind" not in body:
        raise missing_parameter("kind")
    kinds = KINDS if "path" in body else (*SENDING, *WRITING)
    if body["kind"] not in kinds:
        raise ApiRefusal(f"Invalid kind: must be one of {', '.join(kinds)}", param="kind")
    fault = {"id": world.ids.new("fault"), "method": "*", "times": 1, **body}
    world.faults.append(fault)
    return fault


def clear_faults(world: World, body: Thing) -> Thing:
    world.faults.clear()
    return {"data": []}
