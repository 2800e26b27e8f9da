"""Every API request goes through here: API key, version, endpoint, idempotency key, faults, parameters, the endpoint's
function, expansion."""

from __future__ import annotations

import time

from saas.sandbox.api.authentication import require_api_key, require_known_version
from saas.sandbox.api.endpoints import ENDPOINTS, find_endpoint
from saas.sandbox.api.expansion import expand_paths
from saas.sandbox.api.idempotency import release_key, reserve_key, store_response
from saas.sandbox.api.messages import ApiRequest, ApiResponse, json_response
from saas.sandbox.api.parameters import parse_parameters
from saas.sandbox.errors import ApiError
from saas.sandbox.faults import FAULT_KINDS, NETWORK_FAULTS, failed_response, lost_response, take_fault
from saas.sandbox.settings import API_VERSION
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import run_due_timers


def dispatch_request(sandbox: Sandbox, request: ApiRequest) -> ApiResponse:
    """Respond to one request. Never raises for anything that the client did."""
    with sandbox.lock:
        request_id = sandbox.ids.new("request")
        if not sandbox.settings.public_url:
            sandbox.base_url = request.base_url
    log_entry: Json = {"id": request_id, "fault": None}
    try:
        response = _respond(sandbox, request, log_entry)
    except ApiError as error:
        response = json_response(error.body, error.status)
    response.headers["Request-Id"] = request_id
    advice = _retry_advice(response)
    if advice:
        response.headers.setdefault("Stripe-Should-Retry", advice)
    response.headers["Stripe-Version"] = API_VERSION
    if request.idempotency_key:
        response.headers["Idempotency-Key"] = request.idempotency_key
    _log_request(sandbox, request, response, log_entry)
    return response


def _retry_advice(response: ApiResponse) -> str | None:
    """`Stripe-Should-Retry`: a conflict ends by itself, a mistake does not; the rest is the client's choice."""
    if response.status == 409:
        return "true"
    if 400 <= response.status < 500 and response.status != 429:
        return "false"
    return None


def _respond(sandbox: Sandbox, request: ApiRequest, log_entry: Json) -> ApiResponse:
    require_api_key(request.headers)
    require_known_version(request.headers)
    name, ids = find_endpoint(request.method, request.path)
    with sandbox.lock:
        replayed = reserve_key(sandbox, request)
        fault = take_fault(sandbox, request, NETWORK_FAULTS if replayed else FAULT_KINDS)
    log_entry["fault"] = fault and fault["kind"]
    if replayed:
        return lost_response(fault) if fault else replayed
    if fault and fault["kind"] in ("timeout_before", "drop_before"):
        release_key(sandbox, request)
        return lost_response(fault)
    if fault and fault["kind"] == "status":
        return _fail_on_purpose(sandbox, request, fault, log_entry)
    if fault and fault["kind"] == "delay":
        time.sleep(fault.get("seconds", 1.0))  # the key stays reserved meanwhile
    response = _call_endpoint(sandbox, request, name, ids, log_entry)
    return lost_response(fault) if fault and fault["kind"].endswith("_after") else response


def _fail_on_purpose(sandbox: Sandbox, request: ApiRequest, fault: Json, log_entry: Json) -> ApiResponse:
    """A requested failure: forgotten like one in front of the endpoint, or `stored` like one inside it."""
    response = failed_response(fault)
    with sandbox.lock:
        if fault.get("stored"):
            store_response(sandbox, request, response, log_entry["id"])
        else:
            release_key(sandbox, request)
    return response


def _call_endpoint(
    sandbox: Sandbox, request: ApiRequest, name: str, ids: tuple[str, ...], log_entry: Json
) -> ApiResponse:
    """Check the parameters, call the endpoint, and store the response for the key if the endpoint had begun to act."""
    with sandbox.lock:
        run_due_timers(sandbox)
        sandbox.current_request = {"id": log_entry["id"], "idempotency_key": request.idempotency_key}
        try:
            response = json_response(_call_and_expand(sandbox, request, name, ids))
        except ApiError as error:
            if not error.is_stored:
                release_key(sandbox, request)
                raise
            response = json_response(error.body, error.status)
        store_response(sandbox, request, response, log_entry["id"])
        return response


def _call_and_expand(sandbox: Sandbox, request: ApiRequest, name: str, ids: tuple[str, ...]) -> Json:
    params = parse_parameters(name, request.pairs)
    paths = params.pop("expand", [])
    return expand_paths(sandbox, ENDPOINTS[name](sandbox, params, *ids), paths)


def _log_request(sandbox: Sandbox, request: ApiRequest, response: ApiResponse, log_entry: Json) -> None:
    entry = {
        **log_entry,
        "at": sandbox.clock.now(),
        "method": request.method,
        "path": request.path,
        "params": dict(request.pairs),
        "idempotency_key": request.idempotency_key,
        "status": response.status,
        "replayed": "Idempotent-Replayed" in response.headers,
    }
    with sandbox.lock:
        sandbox.requests.append(entry)
