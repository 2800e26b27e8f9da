"""Driving the webhooks: mode, release, waiting for quiet, resending, forging."""

from __future__ import annotations

import json

from saas.sandbox.api.changes import get_object
from saas.sandbox.objects.event import make_event
from saas.sandbox.refusals import ApiRefusal, missing_parameter, no_such
from saas.sandbox.store import Thing
from saas.sandbox.webhooks.letter import SIGNS
from saas.sandbox.webhooks.outbox import MODES, post, release, resend
from saas.sandbox.world import World

SUBJECTS = (
    "checkout.session", "payment_intent", "charge", "refund", "dispute", "payout", "invoice", "customer",
    "balance_transaction", "radar.early_fraud_warning",
)  # fmt: skip
SILENT = {"deliver": "normal", "sign": "good"}


def mode(world: World, body: Thing) -> Thing:
    """The present mode."""
    return SILENT | world.memo("webhooks")


def set_mode(world: World, body: Thing) -> Thing:
    """{deliver?: normal|hold|drop|twice|reorder, sign?: good|wrong_secret|old|missing}: for every letter.

    For some letters only, see `saas.sandbox.faults`.
    """
    for name, allowed in (("deliver", MODES), ("sign", SIGNS)):
        if name in body and body[name] not in allowed:
            raise ApiRefusal(f"Invalid {name}: must be one of {', '.join(allowed)}", param=name)
    wanted = {name: body[name] for name in SILENT if name in body}
    world.keep_memo("webhooks", mode(world, body) | wanted)
    return mode(world, body)


def release_held(world: World, body: Thing) -> Thing:
    """{order?: as_made|reverse}: send what was held."""
    return {"released": release(world, body.get("order", "as_made"))}


def settle(world: World, body: Thing) -> Thing:
    """{seconds?: 5}: wait until every letter that is due was tried and none is on its way.

    `retrying` counts those that wait for their next try; delayed ones are not waited for.
    """
    left = float(body.get("seconds", 5))
    end = world.clock.moment() + left
    while _busy(world) and world.clock.moment() < end:
        world.changed.wait(0.05)
    return {
        "settled": not _busy(world),
        "retrying": len([row for row in world.rows.waiting() if row["tries"]]),
    }


def _busy(world: World) -> bool:
    now = world.clock.moment()
    waiting = world.rows.waiting()
    return world.on_the_way > 0 or any(row["due"] <= now for row in waiting)


def deliveries(world: World, body: Thing) -> Thing:
    """The log, oldest first; {event?} narrows it. Rows: {id, event, type, endpoint, status, due, tries}."""
    rows = world.rows.of_event(body["event"]) if "event" in body else world.store.all("delivery")
    return {"data": rows}


def resend_event(world: World, body: Thing, key: str) -> Thing:
    """Send an event again, whatever the mode."""
    return {"data": resend(world, get_object(world, "event", key))}


def emit(world: World, body: Thing) -> Thing:
    """{type, object or object_id, overrides?, raw?}: an event nothing caused.

    `overrides` replaces keys of the event (livemode, api_version, account, created, id …). `raw` is the
    exact text sent instead of the event, for bodies that are no event at all.
    """
    if "type" not in body and "raw" not in body:
        raise missing_parameter("type")
    event = make_event(world, body.get("type", "raw"), _subject(world, body))
    event.update(body.get("overrides", {}))
    world.new("event", event)
    if "raw" in body:
        text = body["raw"] if isinstance(body["raw"], str) else json.dumps(body["raw"])
        world.keep_memo(f"raw:{event['id']}", {"body": text})
    post(world, event)
    return event


def _subject(world: World, body: Thing) -> Thing:
    if "object_id" not in body:
        given: Thing = body.get("object", {"id": "nothing", "object": "nothing"})
        return given
    key = body["object_id"]
    for kind in SUBJECTS:
        found = world.store.find(kind, key)
        if found:
            return found
    raise no_such("object", key)


def set_secrets(world: World, body: Thing, key: str) -> Thing:
    """{secrets: [..]}: what an endpoint's letters are signed with; two while one is rotated."""
    get_object(world, "webhook_endpoint", key)
    if not body.get("secrets"):
        raise missing_parameter("secrets")
    world.keep_memo(f"secret:{key}", {"secrets": body["secrets"]})
    return {"id": key, "secrets": body["secrets"]}
