"""Webhooks: mode, release, waiting until all is sent, resending, forged events."""

from __future__ import annotations

import json

from saas.sandbox.errors import ApiError, missing_parameter, resource_missing
from saas.sandbox.resources.events import make_event
from saas.sandbox.resources.objects import get_object
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.webhooks.deliveries import MODES, queue_event, release_deliveries, resend_event
from saas.sandbox.webhooks.sending import SIGNATURES

SUBJECT_KINDS = (
    "checkout.session",
    "payment_intent",
    "charge",
    "refund",
    "dispute",
    "payout",
    "invoice",
    "customer",
    "balance_transaction",
    "radar.early_fraud_warning",
)
DEFAULT_MODE = {"deliver": "normal", "sign": "good"}


def show_mode(sandbox: Sandbox, body: Json) -> Json:
    """The current mode."""
    return DEFAULT_MODE | sandbox.get_note("webhooks")


def set_mode(sandbox: Sandbox, body: Json) -> Json:
    """{deliver?: normal|hold|drop|twice|reorder, sign?: good|wrong_secret|old|missing}: for every delivery.

    For some deliveries only, see `saas.sandbox.faults`.
    """
    for name, allowed in (("deliver", MODES), ("sign", SIGNATURES)):
        if name in body and body[name] not in allowed:
            raise ApiError(f"Invalid {name}: must be one of {', '.join(allowed)}", param=name)
    changes = {name: body[name] for name in DEFAULT_MODE if name in body}
    sandbox.set_note("webhooks", show_mode(sandbox, body) | changes)
    return show_mode(sandbox, body)


def release_held(sandbox: Sandbox, body: Json) -> Json:
    """{order?: as_made|reverse}: send what was held."""
    return {"released": release_deliveries(sandbox, body.get("order", "as_made"))}


def wait_until_sent(sandbox: Sandbox, body: Json) -> Json:
    """{seconds?: 5}: wait until every delivery that is due was tried and none is in flight.

    `retrying` counts those that wait for a retry; delayed ones are not waited for.
    """
    end = sandbox.clock.time() + float(body.get("seconds", 5))
    while _is_busy(sandbox) and sandbox.clock.time() < end:
        sandbox.changed.wait(0.05)
    return {
        "settled": not _is_busy(sandbox),
        "retrying": len([row for row in sandbox.deliveries.list_waiting() if row["tries"]]),
    }


def _is_busy(sandbox: Sandbox) -> bool:
    now = sandbox.clock.time()
    waiting = sandbox.deliveries.list_waiting()
    return sandbox.in_flight > 0 or any(row["due"] <= now for row in waiting)


def list_deliveries(sandbox: Sandbox, body: Json) -> Json:
    """{event?}: deliveries, oldest first. Rows: {id, event, type, endpoint, status, due, tries}."""
    rows = sandbox.deliveries.list_for_event(body["event"]) if "event" in body else sandbox.store.list_all("delivery")
    return {"data": rows}


def send_again(sandbox: Sandbox, body: Json, key: str) -> Json:
    """Send an event again, whatever the mode."""
    return {"data": resend_event(sandbox, get_object(sandbox, "event", key))}


def forge_event(sandbox: Sandbox, body: Json) -> Json:
    """{type, object or object_id, overrides?, raw?}: an event that nothing caused.

    `overrides` replaces keys of the event (livemode, api_version, account, created, id …). `raw` is the exact text sent
    instead of the event, for bodies that are no event at all.
    """
    if "type" not in body and "raw" not in body:
        raise missing_parameter("type")
    event = make_event(sandbox, body.get("type", "raw"), _find_subject(sandbox, body))
    event.update(body.get("overrides", {}))
    sandbox.add("event", event)
    if "raw" in body:
        text = body["raw"] if isinstance(body["raw"], str) else json.dumps(body["raw"])
        sandbox.set_note(f"raw:{event['id']}", {"body": text})
    queue_event(sandbox, event)
    return event


def _find_subject(sandbox: Sandbox, body: Json) -> Json:
    if "object_id" not in body:
        subject: Json = body.get("object", {"id": "nothing", "object": "nothing"})
        return subject
    key = body["object_id"]
    for kind in SUBJECT_KINDS:
        obj = sandbox.store.find(kind, key)
        if obj:
            return obj
    raise resource_missing("object", key)


def set_secrets(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{secrets: [..]}: what deliveries to an endpoint are signed with; two while one is rotated."""
    get_object(sandbox, "webhook_endpoint", key)
    if not body.get("secrets"):
        raise missing_parameter("secrets")
    sandbox.set_note(f"secret:{key}", {"secrets": body["secrets"]})
    return {"id": key, "secrets": body["secrets"]}
