"""Changing what a thing carries along: metadata by key, and texts that may be unset."""

from __future__ import annotations

from saas.sandbox.store import Thing


def merged_metadata(thing: Thing, asked: Thing) -> Thing:
    """An empty value removes its key, an empty `metadata` all of them."""
    wanted = asked.get("metadata", {})
    merged = {**thing["metadata"], **wanted} if isinstance(wanted, dict) else {}
    return {name: value for name, value in merged.items() if value}


def changed_values(thing: Thing, asked: Thing, names: tuple[str, ...]) -> Thing:
    """The values of `names` that were asked for, metadata merged; an empty text unsets its value."""
    values: Thing = {name: asked[name] if asked[name] != "" else None for name in names if name in asked}
    if "metadata" in asked:
        values["metadata"] = merged_metadata(thing, asked)
    return values
