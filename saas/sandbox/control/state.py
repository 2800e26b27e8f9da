"""The sandbox itself: reset, clock, faults, request log."""

from __future__ import annotations

from saas.sandbox.errors import ApiError, missing_parameter
from saas.sandbox.faults import FAULT_KINDS
from saas.sandbox.initial_state import write_initial_state
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import advance_time
from saas.sandbox.webhooks.corruption import QUEUEING_FAULTS, REQUEST_FAULTS


def reset_sandbox(sandbox: Sandbox, body: Json) -> Json:
    """Forget everything but the endpoint the sandbox was started with."""
    sandbox.reset()
    write_initial_state(sandbox)
    return show_state(sandbox, body)


def show_state(sandbox: Sandbox, body: Json) -> Json:
    """How many objects of each kind there are, and what time it is."""
    kinds = ("checkout.session", "payment_intent", "charge", "refund", "dispute", "event", "delivery", "timer")
    counts = {kind: sandbox.store.count(kind) for kind in kinds}
    return {"now": sandbox.clock.now(), "ahead": sandbox.clock.ahead, "counts": counts, "faults": sandbox.faults}


def advance_clock(sandbox: Sandbox, body: Json) -> Json:
    """{advance: seconds}: time passes, and what was due in it happens in order before this returns."""
    seconds = body.get("advance")
    if not isinstance(seconds, (int, float)) or seconds < 0:
        raise ApiError("`advance` is a number of seconds, zero or more.", param="advance")
    advance_time(sandbox, float(seconds))
    return show_state(sandbox, body)


def list_requests(sandbox: Sandbox, body: Json) -> Json:
    """{method?, path?}: API requests, oldest first; `path` is a prefix."""
    entries = [
        entry
        for entry in sandbox.requests
        if entry["method"] == body.get("method", entry["method"]) and entry["path"].startswith(body.get("path", ""))
    ]
    return {"data": entries}


def clear_requests(sandbox: Sandbox, body: Json) -> Json:
    sandbox.requests.clear()
    return {"data": []}


def list_faults(sandbox: Sandbox, body: Json) -> Json:
    return {"data": sandbox.faults}


def add_fault(sandbox: Sandbox, body: Json) -> Json:
    """See `saas.sandbox.faults` for what a fault is."""
    if ("path" in body) == ("event" in body):
        raise missing_parameter("path")
    if "kind" not in body:
        raise missing_parameter("kind")
    kinds = FAULT_KINDS if "path" in body else (*QUEUEING_FAULTS, *REQUEST_FAULTS)
    if body["kind"] not in kinds:
        raise ApiError(f"Invalid kind: must be one of {', '.join(kinds)}", param="kind")
    fault = {"id": sandbox.ids.new("fault"), "method": "*", "times": 1, **body}
    sandbox.faults.append(fault)
    return fault


def clear_faults(sandbox: Sandbox, body: Json) -> Json:
    sandbox.faults.clear()
    return {"data": []}
