"""Webhook endpoints. The secret is told once, in the answer that creates it."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_endpoint(world: World, asked: Thing) -> Thing:
    return api_object(
        "webhook_endpoint",
        id=world.ids.new("webhook_endpoint"),
        api_version=asked.get("api_version"),
        created=world.clock.now(),
        description=asked.get("description"),
        enabled_events=asked["enabled_events"],
        livemode=False,
        metadata=asked.get("metadata") or {},
        status="enabled",
        url=asked["url"],
    )
