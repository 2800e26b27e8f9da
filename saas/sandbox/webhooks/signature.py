"""`Stripe-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 of "<t>.<body>" under each active secret."""

from __future__ import annotations

import hmac
from hashlib import sha256


def signature(body: bytes, secrets: list[str], timestamp: int) -> str:
    """One `v1` per secret: two while a secret is being rotated."""
    parts = [f"t={timestamp}"]
    for secret in secrets:
        signed = f"{timestamp}.".encode() + body
        parts.append("v1=" + hmac.new(secret.encode(), signed, sha256).hexdigest())
    return ",".join(parts)
