"""Refusals in Stripe's shape: `{"error": {type, code?, message, param?, …}}` with a status."""

from __future__ import annotations

from typing import Any

from saas.sandbox.store import Thing


class ApiRefusal(Exception):
    """An answer other than 2xx.

    `settled` says the endpoint had begun to act: only then is the answer kept for its idempotency key.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        settled: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.settled = settled
        named = {"code": code, "message": message, "param": param, "type": kind, **more}
        self.body: Thing = {"error": {key: value for key, value in named.items() if value is not None}}
        if code:
            self.body["error"]["doc_url"] = "https://stripe.com/docs/error-codes/" + code.replace("_", "-")


def unknown_parameter(name: str) -> ApiRefusal:
    return ApiRefusal(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def missing_parameter(name: str) -> ApiRefusal:
    return ApiRefusal(f"Missing required param: {name}.", code="parameter_missing", param=name)


def invalid_integer(name: str, value: object) -> ApiRefusal:
    return ApiRefusal(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)


def empty_parameter(name: str) -> ApiRefusal:
    return ApiRefusal(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a"
        f" parameter; however '{name}' cannot be unset. You should remove '{name}' from"
        " your request or supply a value.",
        code="parameter_invalid_empty",
        param=name,
    )


def no_such(noun: str, key: str, *, param: str = "id", status: int = 404) -> ApiRefusal:
    """Unknown id: 404 when the id is in the address, 400 when it came in the body."""
    return ApiRefusal(f"No such {noun}: '{key}'", status=status, code="resource_missing", param=param)
