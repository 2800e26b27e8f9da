"""Letters that go wrong on request: by event type, several at once, each as often as it says.

The standing mode (`POST /_sandbox/webhooks`) spoils every letter alike. A fault with an `event` (`POST
/_sandbox/faults`, see `saas.sandbox.faults`) spoils those of its type and is counted down: the kinds of
SENDING when an event is queued, those of WRITING at each try, so that a later try can be good again.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

from saas.sandbox.store import Thing
from saas.sandbox.world import World

SENDING = ("delay", "duplicate", "reorder", "lose", "hold")
SIGNING = ("wrong_secret", "old", "missing")
WRITING = (*SIGNING, "api_version", "livemode", "account", "amount", "unknown_type", "thin")
OLD = 3600
# The amounts of the objects events are about: whichever is there is changed.
AMOUNTS = ("amount", "amount_total", "amount_received", "amount_captured")


def sending_faults(world: World, kind: str) -> dict[str, Thing]:
    """What goes wrong on the way with an event of type `kind`, by kind of fault, counted down."""
    return _taken(world, kind, SENDING)


def writing_faults(world: World, kind: str) -> dict[str, Thing]:
    """What goes wrong with this one try."""
    return _taken(world, kind, WRITING)


def _taken(world: World, event_type: str, kinds: tuple[str, ...]) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for fault in list(world.faults):
        if "event" not in fault or fault["kind"] not in kinds or not fnmatchcase(event_type, fault["event"]):
            continue
        if fault["kind"] not in found:
            found[fault["kind"]] = fault
            count_down(world, fault)
    return found


def count_down(world: World, fault: Thing) -> None:
    """A fault used up is gone; one with `times` null stays."""
    if fault["times"] is None:
        return
    fault["times"] -= 1
    if fault["times"] <= 0:
        world.faults.remove(fault)


def spoiled(event: Thing, faults: dict[str, Thing]) -> Thing:
    """The event as it is written this time; the one the API answers with stays true."""
    if "thin" in faults:
        return _thin(event)
    changed: Thing = deepcopy(event)
    for kind, value in (("api_version", "2020-08-27"), ("livemode", True), ("account", "acct_1SomebodyElse")):
        if kind in faults:
            changed[kind] = faults[kind].get("value", value)
    if "unknown_type" in faults:
        changed["type"] = faults["unknown_type"].get("value", "sandbox.unheard_of")
    if "amount" in faults:
        _change_amount(changed["data"]["object"], faults["amount"].get("value", 1))
    return changed


def _change_amount(subject: Thing, amount: Any) -> None:
    for name in AMOUNTS:
        if subject.get(name):
            subject[name] = amount


def _thin(event: Thing) -> Thing:
    """A v2 event: it names its object and carries nothing of it."""
    subject = event["data"]["object"]
    made = datetime.fromtimestamp(event["created"], UTC)
    return {
        "id": event["id"],
        "object": "v2.core.event",
        "type": f"v1.{event['type']}",
        "created": f"{made:%Y-%m-%dT%H:%M:%S}.000Z",
        "livemode": False,
        "context": None,
        "reason": None,
        "related_object": {"id": subject.get("id"), "type": subject.get("object"), "url": f"/v1/{subject.get('id')}"},
    }
