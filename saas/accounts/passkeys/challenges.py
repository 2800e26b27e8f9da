"""The challenge that a browser is asked to sign, kept in its cookie until the answer comes. `actions` takes each once."""

from __future__ import annotations

import secrets

from flask import session as cookie

from saas.accounts.passkeys.rules import InvalidPasskey
from saas.kernel import clock

COOKIE_KEY = "passkey"
LIFETIME = 600  # seconds
TOO_LATE = "That took longer than ten minutes, or another page was opened meanwhile. Try once more."


def issue_challenge(purpose: str) -> bytes:
    """A new one, in place of an earlier one of this browser."""
    challenge = secrets.token_bytes(32)
    cookie[COOKIE_KEY] = [purpose, challenge.hex(), int(clock.now().timestamp())]
    return challenge


def take_challenge(purpose: str) -> bytes:
    """The one that this browser was given for the purpose. Raises InvalidPasskey where there is none, or it is too old."""
    kept_purpose, challenge, issued_at = cookie.pop(COOKIE_KEY, None) or ("", "", 0)
    age = clock.now().timestamp() - issued_at
    if kept_purpose != purpose or not 0 <= age + 1 <= LIFETIME:
        raise InvalidPasskey(TOO_LATE)
    return bytes.fromhex(challenge)
