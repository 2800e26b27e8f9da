"""Events: what happened, with the object as it was at that moment."""

from __future__ import annotations

from copy import deepcopy

from saas.sandbox.objects.blank import api_object
from saas.sandbox.settings import API_VERSION
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_event(world: World, kind: str, subject: Thing, before: Thing | None = None) -> Thing:
    """`before` holds the former values of changed keys (`previous_attributes` of an update)."""
    data: Thing = {"object": deepcopy(subject)}
    if before is not None:
        data["previous_attributes"] = before
    return api_object(
        "event",
        id=world.ids.new("event"),
        api_version=API_VERSION,
        created=world.clock.now(),
        data=data,
        livemode=False,
        pending_webhooks=0,
        request=dict(world.asking),
        type=kind,
    )
