"""Sending deliveries: threads that build the signed request of each and wait for the receiver. They hold no lock meanwhile."""

from __future__ import annotations

import hmac
import threading
import time
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from saas.sandbox.formatting import to_json
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import run_due_timers
from saas.sandbox.webhooks.corruption import OLD_SECONDS, SIGNATURE_FAULTS, corrupt_event, take_request_faults
from saas.sandbox.webhooks.deliveries import record_attempt, take_due_delivery

USER_AGENT = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"
SIGNATURES = ("good", *SIGNATURE_FAULTS)
POLL_SECONDS = 0.05


def sign_payload(body: bytes, secrets: list[str], timestamp: int) -> str:
    """One `v1` per secret: two while a secret is being rotated."""
    parts = [f"t={timestamp}"]
    for secret in secrets:
        signed = f"{timestamp}.".encode() + body
        parts.append("v1=" + hmac.new(secret.encode(), signed, sha256).hexdigest())
    return ",".join(parts)


def build_request(sandbox: Sandbox, row: Json) -> tuple[str, bytes, dict[str, str]]:
    """URL, body and headers of one attempt. The timestamp in the signature is the real time of this attempt."""
    endpoint = sandbox.store.get("webhook_endpoint", row["endpoint"])
    event = sandbox.store.get("event", row["event"])
    faults = take_request_faults(sandbox, event["type"])
    raw = sandbox.get_note(f"raw:{event['id']}").get("body")
    body = (raw if raw is not None else to_json(corrupt_event(event, faults) if faults else event)).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": USER_AGENT,
        "Accept": "*/*; q=0.5, application/json",
        "Cache-Control": "no-cache",
    }
    signature = _signature_header(sandbox, endpoint, body, faults)
    if signature:
        headers["Stripe-Signature"] = signature
    return endpoint["url"], body, headers


def _signature_header(sandbox: Sandbox, endpoint: Json, body: bytes, faults: dict[str, Json]) -> str | None:
    sign = next((kind for kind in SIGNATURE_FAULTS if kind in faults), sandbox.get_note("webhooks").get("sign", "good"))
    if sign == "missing":
        return None
    secrets = sandbox.get_note(f"secret:{endpoint['id']}")["secrets"]
    if sign == "wrong_secret":
        secrets = ["whsec_of_somebody_else"]
    age = faults.get("old", {}).get("seconds", OLD_SECONDS) if sign == "old" else 0
    return sign_payload(body, secrets, int(time.time() - age))


class DeliveryThreads:
    """The threads of one sandbox: one runs due timers, several send deliveries."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._stopped = threading.Event()
        targets = [self._run_timers, *[self._send_deliveries] * sandbox.settings.delivery_threads]
        self._threads = [threading.Thread(target=target, daemon=True) for target in targets]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        with self._sandbox.lock:
            self._sandbox.changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=1)

    def _run_timers(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            with self._sandbox.lock:
                run_due_timers(self._sandbox)

    def _send_deliveries(self) -> None:
        while not self._stopped.is_set():
            with self._sandbox.lock:
                row = take_due_delivery(self._sandbox)
                if row is None:
                    self._sandbox.changed.wait(POLL_SECONDS)
                    continue
                webhook_request = build_request(self._sandbox, row)
            result = send_request(*webhook_request, timeout=self._sandbox.settings.delivery_timeout)
            with self._sandbox.lock:
                record_attempt(self._sandbox, row, result)


def send_request(url: str, body: bytes, headers: dict[str, str], timeout: float) -> Json:
    """One attempt. A redirect is not followed: to Stripe it is a failure, like any error on the way."""
    started_at = time.monotonic()
    status, error = None, None
    try:
        status = _post(url, body, headers, timeout)
    except (OSError, HTTPException, ValueError) as exception:  # ValueError: a URL that cannot be requested
        error = type(exception).__name__
    seconds = round(time.monotonic() - started_at, 3)
    return {"at": int(time.time()), "status": status, "error": error, "seconds": seconds}


def _post(url: str, body: bytes, headers: dict[str, str], timeout: float) -> int:
    target = urlsplit(url)
    connection_class = HTTPSConnection if target.scheme == "https" else HTTPConnection
    with closing(connection_class(target.hostname or "", target.port, timeout=timeout)) as connection:
        connection.request("POST", target.path + (f"?{target.query}" if target.query else ""), body, headers)
        return connection.getresponse().status
