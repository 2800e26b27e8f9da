"""Webhook requests that go wrong on request, by event type, several at once, each as often as requested.

The mode (`POST /_sandbox/webhooks`) affects every delivery alike. A fault with an `event` (`POST /_sandbox/faults`, see
`saas.sandbox.faults`) affects those of its type and is counted down: QUEUEING_FAULTS when an event is queued,
REQUEST_FAULTS at each attempt, so that a later attempt can succeed.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

from saas.sandbox.faults import count_down
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

QUEUEING_FAULTS = ("delay", "duplicate", "reorder", "lose", "hold")
SIGNATURE_FAULTS = ("wrong_secret", "old", "missing")
REQUEST_FAULTS = (*SIGNATURE_FAULTS, "api_version", "livemode", "account", "amount", "unknown_type", "thin")
OLD_SECONDS = 3600
# The amounts of the objects that events are about: those that are there are changed.
AMOUNT_FIELDS = ("amount", "amount_total", "amount_received", "amount_captured")


def take_queueing_faults(sandbox: Sandbox, event_type: str) -> dict[str, Json]:
    """What goes wrong with queueing an event of this type, by kind of fault, counted down."""
    return _take_faults(sandbox, event_type, QUEUEING_FAULTS)


def take_request_faults(sandbox: Sandbox, event_type: str) -> dict[str, Json]:
    """What goes wrong with this one attempt."""
    return _take_faults(sandbox, event_type, REQUEST_FAULTS)


def _take_faults(sandbox: Sandbox, event_type: str, kinds: tuple[str, ...]) -> dict[str, Json]:
    taken: dict[str, Json] = {}
    for fault in list(sandbox.faults):
        if "event" not in fault or fault["kind"] not in kinds or not fnmatchcase(event_type, fault["event"]):
            continue
        if fault["kind"] not in taken:
            taken[fault["kind"]] = fault
            count_down(sandbox, fault)
    return taken


def corrupt_event(event: Json, faults: dict[str, Json]) -> Json:
    """The event as this request carries it; the one that the API returns stays true."""
    if "thin" in faults:
        return _to_thin_event(event)
    copy: Json = deepcopy(event)
    for kind, value in (("api_version", "2020-08-27"), ("livemode", True), ("account", "acct_1SomebodyElse")):
        if kind in faults:
            copy[kind] = faults[kind].get("value", value)
    if "unknown_type" in faults:
        copy["type"] = faults["unknown_type"].get("value", "sandbox.unheard_of")
    if "amount" in faults:
        _change_amount(copy["data"]["object"], faults["amount"].get("value", 1))
    return copy


def _change_amount(subject: Json, amount: Any) -> None:
    for name in AMOUNT_FIELDS:
        if subject.get(name):
            subject[name] = amount


def _to_thin_event(event: Json) -> Json:
    """A v2 event: it names its object and carries none of its fields."""
    subject = event["data"]["object"]
    created = datetime.fromtimestamp(event["created"], UTC)
    return {
        "id": event["id"],
        "object": "v2.core.event",
        "type": f"v1.{event['type']}",
        "created": f"{created:%Y-%m-%dT%H:%M:%S}.000Z",
        "livemode": False,
        "context": None,
        "reason": None,
        "related_object": {"id": subject.get("id"), "type": subject.get("object"), "url": f"/v1/{subject.get('id')}"},
    }
