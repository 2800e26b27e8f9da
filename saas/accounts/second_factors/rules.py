"""Codes of an app and recovery codes, without storage."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from passlib.totp import TOTP

ISSUER = "CareerCanopy"
STEP_SECONDS = 30
# A code is taken one step early or late, for clocks that are off and people who type slowly.
STEPS_OFF = 1
RECOVERY_CODES = 10
# Crockford's base 32 without what reads alike; sixteen of them carry 80 bits.
_ALPHABET, _GROUPS, _GROUP = "0123456789abcdefghjkmnpqrstvwxyz", 4, 4


def new_secret() -> str:
    """160 random bits in base 32, as apps read them."""
    return str(TOTP.new().base32_key)


def make_uri(secret: str, email: str) -> str:
    """What the QR code says: `otpauth://totp/…`."""
    return str(_totp(secret).to_uri(label=email, issuer=ISSUER))


def group_secret(secret: str) -> str:
    """The secret in groups of four, to be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def make_code(secret: str, now: datetime) -> str:
    """The six digits that the app shows now."""
    return str(_totp(secret).generate(now.timestamp()).token)


def find_step(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code was typed; None where it is none of those that are taken now."""
    digits = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    matches = [
        step
        for step in range(current - STEPS_OFF, current + STEPS_OFF + 1)
        if secrets.compare_digest(str(_totp(secret).generate(step * STEP_SECONDS).token), digits)
    ]
    return max(matches, default=None)


def new_recovery_codes() -> list[str]:
    """Ten codes such as "k3d9-0x7m-q2vt-8hwz"."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def normalize_recovery_code(typed: str) -> str:
    """As it was shown, however it was typed: capitals, blanks, and what is read as another sign."""
    letters = re.sub(r"[^0-9a-z]", "", typed.lower()).translate(str.maketrans("oil", "011"))
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))


def _totp(secret: str) -> TOTP:
    return TOTP(key=secret, format="base32")
