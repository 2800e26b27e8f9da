"""Refunds: create, change metadata, cancel."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object, merged_metadata
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def update(world: World, asked: Thing, key: str) -> Thing:
    """Only metadata can change; an empty value removes its key."""
    made = get_object(world, "refund", key)
    return change(world, made, "refund.updated", metadata=merged_metadata(made, asked))
