"""Failures that tests ask for: an endpoint, or the deliveries about a type of event, fail as often as requested.

An API fault is {"method": "POST", "path": "/v1/refunds" (* matches any part), "kind", "times": 1, null for always}. Its
kinds: status (with "status": 500, "code", "stored": false, "headers": {}) · timeout_before · timeout_after (with
"seconds": 30) · drop_before · drop_after · delay (with "seconds": 1; the response is complete but late, and its
idempotency key is in use meanwhile). "Before" means that nothing was done; "after" means that it was done and only the
response is lost.

A webhook fault is {"event": "checkout.session.*", "kind", "times": 1, null for always}. Its kinds: delay (with
"seconds": 5 of the virtual clock) · duplicate (with "copies": 2) · reorder · lose · hold, which are counted by event;
and wrong_secret · old (with "seconds": 3600) · missing · api_version · livemode · account · amount · unknown_type (each
with "value") · thin, which are counted by attempt.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from saas.sandbox.api.messages import ApiRequest, ApiResponse, json_response
from saas.sandbox.errors import ApiError
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

FAULT_KINDS = ("status", "timeout_before", "timeout_after", "drop_before", "drop_after", "delay")
# These hit the replay of a stored response as well.
NETWORK_FAULTS = ("timeout_before", "timeout_after", "drop_before", "drop_after")
STATUS_CODES = {429: "rate_limit", 409: "lock_timeout"}


def take_fault(sandbox: Sandbox, request: ApiRequest, kinds: tuple[str, ...] = FAULT_KINDS) -> Json | None:
    """The first fault of these kinds that matches, counted down."""
    for fault in sandbox.faults:
        if (
            "path" in fault
            and fault["kind"] in kinds
            and fault["method"] in ("*", request.method)
            and _matches(fault["path"], request.path)
        ):
            count_down(sandbox, fault)
            return fault
    return None


def _matches(pattern: str, path: str) -> bool:
    return fnmatchcase(path, pattern) or path == pattern.rstrip("/")


def failed_response(fault: Json) -> ApiResponse:
    status = fault.get("status", 500)
    kind = "api_error" if status >= 500 else "invalid_request_error"
    error = ApiError(
        "The sandbox was asked to fail here.",
        status=status,
        kind=kind,
        code=fault.get("code", STATUS_CODES.get(status)),
    )
    response = json_response(error.body, status)
    if fault.get("stored"):
        # Stored for its key: a retry would only get it again.
        response.headers["Stripe-Should-Retry"] = "false"
    response.headers.update(fault.get("headers", {}))
    return response


def lost_response(fault: Json) -> ApiResponse:
    """The response that never arrives: the connection is cut now, or after the client has given up."""
    return ApiResponse(0, "", is_dropped=True, wait=fault.get("seconds", 30.0) if "timeout" in fault["kind"] else 0.0)


def count_down(sandbox: Sandbox, fault: Json) -> None:
    """A fault that is used up is removed; one with `times` null stays."""
    if fault["times"] is None:
        return
    fault["times"] -= 1
    if fault["times"] <= 0:
        sandbox.faults.remove(fault)
