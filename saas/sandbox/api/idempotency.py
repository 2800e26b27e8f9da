"""Idempotency keys: the same key gives the first response again, for 24 hours of the virtual clock."""

from __future__ import annotations

from saas.sandbox.api.messages import ApiRequest, ApiResponse
from saas.sandbox.errors import ApiError
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

KEY_LIFETIME = 24 * 3600


def reserve_key(sandbox: Sandbox, request: ApiRequest) -> ApiResponse | None:
    """Reserve the key of this request, or return the response that it got the first time.

    ApiError: 400 `idempotency_error` for other parameters or another endpoint, 409 while the first request is running.
    """
    key = request.idempotency_key
    if key is None:
        return None
    stored = sandbox.store.find("idempotency", key)
    if stored is None or stored["at"] + KEY_LIFETIME < sandbox.clock.time():
        record = {"at": sandbox.clock.time(), "asked": _fingerprint(request), "answer": None}
        sandbox.store.put("idempotency", key, record)
        return None
    if stored["asked"] != _fingerprint(request):
        raise _key_reused_error(key, stored, request)
    if stored["answer"] is None:
        raise ApiError(
            "There is currently another in-progress request using this Idempotent Key"
            " (that probably means you submitted twice, and the other request is still going through):"
            f" {key}.",
            status=409,
            kind="idempotency_error",
            code="idempotency_key_in_use",
        )
    first = stored["answer"]
    headers = {"Idempotent-Replayed": "true", "Original-Request": first["request"]}
    return ApiResponse(first["status"], first["body"], headers)


def store_response(sandbox: Sandbox, request: ApiRequest, response: ApiResponse, request_id: str) -> None:
    """Store the response for the key of its request, if it has one."""
    key = request.idempotency_key
    stored = sandbox.store.find("idempotency", key) if key else None
    if key and stored:
        record = {"status": response.status, "body": response.body, "request": request_id}
        sandbox.store.put("idempotency", key, stored | {"answer": record})


def release_key(sandbox: Sandbox, request: ApiRequest) -> None:
    """Free the key again: the endpoint never began to act."""
    if request.idempotency_key:
        sandbox.store.remove("idempotency", request.idempotency_key)


def _fingerprint(request: ApiRequest) -> Json:
    return {"endpoint": f"{request.method} {request.path}", "pairs": sorted(map(list, request.pairs))}


def _key_reused_error(key: str, stored: Json, request: ApiRequest) -> ApiError:
    if stored["asked"]["endpoint"] != _fingerprint(request)["endpoint"]:
        message = (
            f"Keys for idempotent requests can only be used for the same endpoint they were first used for"
            f" ('{stored['asked']['endpoint']}' vs '{request.method} {request.path}')."
            f" Try using a key other than '{key}' if you meant to execute a different request."
        )
    else:
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were first used"
            f" with. Try using a key other than '{key}' if you meant to execute a different request."
        )
    return ApiError(message, kind="idempotency_error")
