"""What is sent: the event's bytes and headers, well made or spoiled on purpose."""

from __future__ import annotations

import time

from saas.sandbox.store import Thing
from saas.sandbox.webhooks.signature import signature
from saas.sandbox.webhooks.spoiling import OLD, SIGNING, spoiled, writing_faults
from saas.sandbox.wire import as_text
from saas.sandbox.world import World

USER_AGENT = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"
SIGNS = ("good", *SIGNING)


def letter(world: World, row: Thing) -> tuple[str, bytes, dict[str, str]]:
    """Address, body and headers of one try. The time in the signature is the real one, fresh on each try."""
    endpoint = world.store.get("webhook_endpoint", row["endpoint"])
    event = world.store.get("event", row["event"])
    faults = writing_faults(world, event["type"])
    raw = world.memo(f"raw:{event['id']}").get("body")
    body = (raw if raw is not None else as_text(spoiled(event, faults) if faults else event)).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": USER_AGENT,
        "Accept": "*/*; q=0.5, application/json",
        "Cache-Control": "no-cache",
    }
    signed = _signed(world, endpoint, body, faults)
    if signed:
        headers["Stripe-Signature"] = signed
    return endpoint["url"], body, headers


def _signed(world: World, endpoint: Thing, body: bytes, faults: dict[str, Thing]) -> str | None:
    sign = next((kind for kind in SIGNING if kind in faults), world.memo("webhooks").get("sign", "good"))
    if sign == "missing":
        return None
    secrets = world.memo(f"secret:{endpoint['id']}")["secrets"]
    if sign == "wrong_secret":
        secrets = ["whsec_of_somebody_else"]
    age = faults.get("old", {}).get("seconds", OLD) if sign == "old" else 0
    return signature(body, secrets, int(time.time() - age))
