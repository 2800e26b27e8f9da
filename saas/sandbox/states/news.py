"""Telling what happened: an event is kept, then handed to the webhooks."""

from __future__ import annotations

from saas.sandbox.objects.event import make_event
from saas.sandbox.store import Thing
from saas.sandbox.webhooks.outbox import post
from saas.sandbox.world import World


def tell(world: World, kind: str, subject: Thing, before: Thing | None = None) -> Thing:
    """Keep an event of type `kind` about `subject`, and send it to every endpoint that wants it."""
    event = world.new("event", make_event(world, kind, subject, before))
    post(world, event)
    return event


def change(world: World, subject: Thing, kind: str | None = None, **changed: object) -> Thing:
    """Change an object and keep it; with `kind`, tell the update with its previous attributes."""
    before = {name: subject.get(name) for name in changed}
    subject.update(changed)
    world.save(subject)
    if kind:
        tell(world, kind, subject, before)
    return subject
