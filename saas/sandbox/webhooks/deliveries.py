"""Webhook deliveries: one row per event and endpoint. Queueing an event never waits for a receiver.

Modes (`POST /_sandbox/webhooks`): normal · hold (kept until released) · drop (lost) · twice · reorder (what happened
together arrives last first). A row's status: waiting → sending → delivered, or back to waiting until the retries are
used up, then failed. Held and lost rows are sent only on request.
"""

from __future__ import annotations

from typing import Any

from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.webhooks.corruption import take_queueing_faults
from saas.sandbox.webhooks.queue import UNFINISHED

RETRY_DELAYS = (0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600)
# A mode is a standing fault of every delivery.
FAULT_OF_MODE = {"hold": "hold", "drop": "lose", "twice": "duplicate", "reorder": "reorder"}
MODES = ("normal", *FAULT_OF_MODE)


def queue_event(sandbox: Sandbox, event: Json) -> None:
    """Queue an event for every enabled endpoint that listens to its type."""
    endpoints = [
        each
        for each in sandbox.store.list_all("webhook_endpoint")
        if each["status"] == "enabled" and _listens_to(each, event["type"])
    ]
    if not endpoints:
        return
    faults = _faults_for(sandbox, event["type"])
    status = "held" if "hold" in faults else "lost" if "lose" in faults else "waiting"
    due = sandbox.clock.time() + faults.get("delay", {"seconds": 0}).get("seconds", 5)
    copies = faults.get("duplicate", {"copies": 1}).get("copies", 2)
    earlier = [row for row in sandbox.deliveries.list_waiting() if not row["tries"]] if "reorder" in faults else []
    new = [queue_delivery(sandbox, event, each, status, due) for each in endpoints for _ in range(copies)]
    if "reorder" in faults:
        send_in_order(sandbox, new + earlier)
    update_pending_count(sandbox, event["id"])


def _faults_for(sandbox: Sandbox, event_type: str) -> dict[str, Json]:
    mode = FAULT_OF_MODE.get(sandbox.get_note("webhooks").get("deliver", "normal"))
    return ({mode: {}} if mode else {}) | take_queueing_faults(sandbox, event_type)


def queue_delivery(
    sandbox: Sandbox, event: Json, endpoint: Json, status: str = "waiting", due: float | None = None
) -> Json:
    row = {
        "id": sandbox.ids.new("delivery"),
        "event": event["id"],
        "type": event["type"],
        "endpoint": endpoint["id"],
        "status": status,
        "due": sandbox.clock.time() if due is None else due,
        "after": None,
        "tries": [],
    }
    sandbox.deliveries.put(row)
    sandbox.changed.notify_all()
    return row


def _listens_to(endpoint: Json, event_type: str) -> bool:
    enabled = endpoint["enabled_events"]
    return "*" in enabled or event_type in enabled


def send_in_order(sandbox: Sandbox, rows: list[Json]) -> None:
    """Make rows due now, each after the one before it was tried: several threads keep this order."""
    before = None
    for row in rows:
        due = sandbox.clock.time()
        sandbox.deliveries.put(row | {"status": "waiting", "due": due, "after": before})
        before = row["id"]
    sandbox.changed.notify_all()


def release_deliveries(sandbox: Sandbox, order: str = "as_made", statuses: tuple[str, ...] = ("held",)) -> int:
    """Send held rows now; `order` is as_made or reverse. Returns how many."""
    rows = sandbox.deliveries.list_with_status(*statuses)
    send_in_order(sandbox, rows[::-1] if order == "reverse" else rows)
    return len(rows)


def resend_event(sandbox: Sandbox, event: Json) -> list[Json]:
    """Queue an event again for every enabled endpoint, whatever the mode."""
    endpoints = [each for each in sandbox.store.list_all("webhook_endpoint") if each["status"] == "enabled"]
    rows = [queue_delivery(sandbox, event, endpoint) for endpoint in endpoints]
    update_pending_count(sandbox, event["id"])
    return rows


def take_due_delivery(sandbox: Sandbox) -> Json | None:
    """The earliest waiting row that is due, marked as being sent."""
    row = sandbox.deliveries.take_due(sandbox.clock.time())
    if row is None:
        return None
    sandbox.in_flight += 1
    return sandbox.deliveries.put(row | {"status": "sending"})


def record_attempt(sandbox: Sandbox, row: Json, result: Json) -> None:
    """Record an attempt: {at, status, error, seconds}. Anything but a 2xx is retried with growing delays."""
    sandbox.in_flight -= 1
    tries = [*row["tries"], result]
    changes: dict[str, Any] = {"tries": tries, "status": "delivered"}
    if not 200 <= (result["status"] or 0) < 300:
        is_last = len(tries) > len(RETRY_DELAYS) or not sandbox.store.find("webhook_endpoint", row["endpoint"])
        changes["status"] = "failed" if is_last else "waiting"
        changes["due"] = sandbox.clock.time() + RETRY_DELAYS[min(len(tries), len(RETRY_DELAYS)) - 1]
    if sandbox.deliveries.is_known(row):  # a reset may have emptied the queue meanwhile
        sandbox.deliveries.put(row | changes)
        update_pending_count(sandbox, row["event"])
    sandbox.changed.notify_all()


def update_pending_count(sandbox: Sandbox, event_id: str) -> None:
    """`pending_webhooks` of an event: deliveries that have not been answered with 2xx yet."""
    event = sandbox.store.find("event", event_id)
    if event:
        rows = sandbox.deliveries.list_for_event(event_id)
        event["pending_webhooks"] = sum(row["status"] in UNFINISHED for row in rows)
        sandbox.save(event)
