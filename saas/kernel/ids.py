"""Public ids (short, random, easy to read aloud) and secret tokens. Row numbers never leave the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

# Crockford's base 32 has no i, l, o or u, so an id is not misread and spells no word.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id(length: int = 12) -> str:
    """12 characters carry 60 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_token() -> str:
    """A secret for a link: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def derive_token(secret: str, *parts: str) -> str:
    """A secret for a link that can be made again from the same secret and parts: 256 bits, URL-safe."""
    digest = hmac.new(secret.encode(), "\n".join(parts).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def fingerprint(secret: str) -> str:
    """The SHA-256 of a secret, in hex: enough to recognize the secret, useless for opening anything."""
    return hashlib.sha256(secret.encode()).hexdigest()
