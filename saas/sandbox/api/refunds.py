"""Refunds: create, change metadata, cancel."""

from __future__ import annotations

from saas.sandbox.api.changes import merged_metadata
from saas.sandbox.refusals import no_such
from saas.sandbox.states.news import change
from saas.sandbox.states.refund import cancel_refund, refund
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def create(world: World, asked: Thing) -> Thing:
    return refund(world, asked)


def update(world: World, asked: Thing, key: str) -> Thing:
    """Only metadata can change; an empty value removes its key."""
    made = world.store.find("refund", key)
    if made is None:
        raise no_such("refund", key)
    return change(world, made, "refund.updated", metadata=merged_metadata(made, asked))


def cancel(world: World, asked: Thing, key: str) -> Thing:
    return cancel_refund(world, key)
