"""Who asks, and for which version of the API."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.settings import API_VERSION

KEY_LEADS = ("sk_test_", "rk_test_")


def authenticate(headers: Mapping[str, str]) -> None:
    """Any `sk_test_…` key is accepted, as a bearer token or as the user of basic auth; else 401."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    key = _basic_user(value) if scheme.lower() == "basic" else value.strip()
    if not key:
        raise ApiRefusal(
            "You did not provide an API key. Set it in the Authorization header:"
            " 'Authorization: Bearer YOUR_SECRET_KEY'.",
            status=401,
        )
    if not key.startswith(KEY_LEADS):
        raise ApiRefusal(f"Invalid API Key provided: {_masked(key)}", status=401)


def _basic_user(value: str) -> str:
    try:
        return base64.b64decode(value).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _masked(key: str) -> str:
    return key[:8] + "*" * max(0, len(key) - 12) + key[-4:] if len(key) > 12 else "*" * len(key)


def version_asked(headers: Mapping[str, str]) -> str:
    """The version to answer in; only the pinned one is known here."""
    asked = headers.get("stripe-version", API_VERSION)
    if asked != API_VERSION:
        raise ApiRefusal(f"Invalid Stripe API version: {asked}. This sandbox speaks {API_VERSION}.")
    return asked
