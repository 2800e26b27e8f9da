"""Public identifiers: short, random, readable aloud. Row numbers never leave the database."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's base 32: no i, l, o, u, so that nothing is misread or spells a word.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id(length: int = 12) -> str:
    """12 characters are 60 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_token() -> str:
    """A secret that opens something: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is kept of a secret: enough to know it again, and nothing to open anything with."""
    return hashlib.sha256(secret.encode()).hexdigest()
