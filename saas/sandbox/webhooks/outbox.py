"""The outbox: one row per event and endpoint, waiting for a courier. Posting never waits for anybody.

Modes (`POST /_sandbox/webhooks`): normal · hold (kept until released) · drop (lost) · twice · reorder
(what happened together arrives last first). A row's status: waiting → sending → delivered, or back to
waiting until the tries are used up, then failed; held and lost rows are sent only when somebody asks.
"""

from __future__ import annotations

from typing import Any

from saas.sandbox.store import Thing
from saas.sandbox.webhooks.rows import UNFINISHED
from saas.sandbox.webhooks.spoiling import sending_faults
from saas.sandbox.world import World

BACKOFF = (0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600)
# A mode is a standing fault of every letter.
FAULT_OF_MODE = {"hold": "hold", "drop": "lose", "twice": "duplicate", "reorder": "reorder"}
MODES = ("normal", *FAULT_OF_MODE)


def post(world: World, event: Thing) -> None:
    """Queue an event for every enabled endpoint that listens to its type."""
    endpoints = [
        each
        for each in world.store.all("webhook_endpoint")
        if each["status"] == "enabled" and _listens(each, event["type"])
    ]
    if not endpoints:
        return
    faults = _faults(world, event["type"])
    status = "held" if "hold" in faults else "lost" if "lose" in faults else "waiting"
    due = world.clock.moment() + faults.get("delay", {"seconds": 0}).get("seconds", 5)
    copies = faults.get("duplicate", {"copies": 1}).get("copies", 2)
    earlier = [row for row in world.rows.waiting() if not row["tries"]] if "reorder" in faults else []
    fresh = [queue(world, event, each, status, due) for each in endpoints for _ in range(copies)]
    if "reorder" in faults:
        chain(world, fresh + earlier)
    count_pending(world, event["id"])


def _faults(world: World, kind: str) -> dict[str, Thing]:
    mode = FAULT_OF_MODE.get(world.memo("webhooks").get("deliver", "normal"))
    return ({mode: {}} if mode else {}) | sending_faults(world, kind)


def queue(world: World, event: Thing, endpoint: Thing, status: str = "waiting", due: float | None = None) -> Thing:
    row = {
        "id": world.ids.new("delivery"),
        "event": event["id"],
        "type": event["type"],
        "endpoint": endpoint["id"],
        "status": status,
        "due": world.clock.moment() if due is None else due,
        "after": None,
        "tries": [],
    }
    world.rows.keep(row)
    world.changed.notify_all()
    return row


def _listens(endpoint: Thing, kind: str) -> bool:
    wanted = endpoint["enabled_events"]
    return "*" in wanted or kind in wanted


def chain(world: World, rows: list[Thing]) -> None:
    """Make rows due now, each once the one before it was tried: several couriers keep this order."""
    before = None
    for row in rows:
        due = world.clock.moment()
        world.rows.keep(row | {"status": "waiting", "due": due, "after": before})
        before = row["id"]
    world.changed.notify_all()


def release(world: World, order: str = "as_made", statuses: tuple[str, ...] = ("held",)) -> int:
    """Send held rows now; `order` is as_made or reverse. Answers how many."""
    rows = world.rows.with_status(*statuses)
    chain(world, rows[::-1] if order == "reverse" else rows)
    return len(rows)


def resend(world: World, event: Thing) -> list[Thing]:
    """Queue an event again for every enabled endpoint, whatever the mode."""
    endpoints = [each for each in world.store.all("webhook_endpoint") if each["status"] == "enabled"]
    rows = [queue(world, event, endpoint) for endpoint in endpoints]
    count_pending(world, event["id"])
    return rows


def take_due(world: World) -> Thing | None:
    """The earliest waiting row that is due, marked as being sent."""
    row = world.rows.take(world.clock.moment())
    if row is None:
        return None
    world.on_the_way += 1
    return world.rows.keep(row | {"status": "sending"})


def note_try(world: World, row: Thing, result: Thing) -> None:
    """Write down a try: {at, status, error, seconds}. Anything but a 2xx is tried again with backoff."""
    world.on_the_way -= 1
    tries = [*row["tries"], result]
    changed: dict[str, Any] = {"tries": tries, "status": "delivered"}
    if not 200 <= (result["status"] or 0) < 300:
        is_over = len(tries) > len(BACKOFF) or not world.store.find("webhook_endpoint", row["endpoint"])
        changed["status"] = "failed" if is_over else "waiting"
        changed["due"] = world.clock.moment() + BACKOFF[min(len(tries), len(BACKOFF)) - 1]
    if world.rows.is_known(row):  # a reset may have emptied the outbox meanwhile
        world.rows.keep(row | changed)
        count_pending(world, row["event"])
    world.changed.notify_all()


def count_pending(world: World, event_id: str) -> None:
    """`pending_webhooks` of an event: endpoints that have not said 2xx yet."""
    event = world.store.find("event", event_id)
    if event:
        rows = world.rows.of_event(event_id)
        event["pending_webhooks"] = sum(row["status"] in UNFINISHED for row in rows)
        world.save(event)
