"""Errors in Stripe's shape: `{"error": {type, code?, message, param?, …}}` with a status."""

from __future__ import annotations

from typing import Any

from saas.sandbox.store import Json


class ApiError(Exception):
    """A response other than 2xx.

    `is_stored` says that the endpoint had begun to act: only then is the response stored for its idempotency key.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        is_stored: bool = False,
        **fields: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.is_stored = is_stored
        error = {"code": code, "message": message, "param": param, "type": kind, **fields}
        self.body: Json = {"error": {key: value for key, value in error.items() if value is not None}}
        if code:
            self.body["error"]["doc_url"] = "https://stripe.com/docs/error-codes/" + code.replace("_", "-")


def unknown_parameter(name: str) -> ApiError:
    return ApiError(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def missing_parameter(name: str) -> ApiError:
    return ApiError(f"Missing required param: {name}.", code="parameter_missing", param=name)


def invalid_integer(name: str, value: object) -> ApiError:
    return ApiError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)


def empty_parameter(name: str) -> ApiError:
    return ApiError(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a"
        f" parameter; however '{name}' cannot be unset. You should remove '{name}' from"
        " your request or supply a value.",
        code="parameter_invalid_empty",
        param=name,
    )


def resource_missing(noun: str, key: str, *, param: str = "id", status: int = 404) -> ApiError:
    """Unknown id: 404 when it is in the path, 400 when it came as a parameter."""
    return ApiError(f"No such {noun}: '{key}'", status=status, code="resource_missing", param=param)


def must_be_positive(name: str) -> ApiError:
    return ApiError("This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=name)
