"""The API key and the API version of a request."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from saas.sandbox.errors import ApiError
from saas.sandbox.settings import API_VERSION

KEY_PREFIXES = ("sk_test_", "rk_test_")


def require_api_key(headers: Mapping[str, str]) -> None:
    """Any `sk_test_…` key is accepted, as a bearer token or as the user of basic auth; else 401."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    key = _basic_auth_user(value) if scheme.lower() == "basic" else value.strip()
    if not key:
        raise ApiError(
            "You did not provide an API key. Set it in the Authorization header:"
            " 'Authorization: Bearer YOUR_SECRET_KEY'.",
            status=401,
        )
    if not key.startswith(KEY_PREFIXES):
        raise ApiError(f"Invalid API Key provided: {_mask(key)}", status=401)


def _basic_auth_user(value: str) -> str:
    try:
        return base64.b64decode(value).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _mask(key: str) -> str:
    return key[:8] + "*" * max(0, len(key) - 12) + key[-4:] if len(key) > 12 else "*" * len(key)


def require_known_version(headers: Mapping[str, str]) -> None:
    """ApiError (400) for any API version but the pinned one."""
    version = headers.get("stripe-version", API_VERSION)
    if version != API_VERSION:
        raise ApiError(f"Invalid Stripe API version: {version}. This sandbox speaks {API_VERSION}.")
