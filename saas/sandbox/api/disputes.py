"""Disputes: change evidence or metadata, submit, close."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object, merged_metadata
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.dispute import close_dispute, require_unfinished
from saas.sandbox.states.evidence import keep_evidence
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.world import World

MOST_WORDS = 150_000


def update(world: World, asked: Thing, key: str) -> Thing:
    """Evidence is submitted at once unless `submit` is false; `submit=true` alone submits what was staged."""
    dispute = get_object(world, "dispute", key)
    if "metadata" in asked:
        change(world, dispute, metadata=merged_metadata(dispute, asked))
    if "evidence" in asked or asked.get("submit"):
        evidence = asked.get("evidence", {})
        if sum(len(str(value)) for value in evidence.values()) > MOST_WORDS:
            raise ApiRefusal(f"Evidence can have at most {MOST_WORDS} characters in all.", param="evidence")
        keep_evidence(world, dispute, evidence, is_submitted=asked.get("submit", True))
    return dispute


def close(world: World, asked: Thing, key: str) -> Thing:
    """The shop gives in: the dispute is lost, for good."""
    dispute = get_object(world, "dispute", key)
    require_unfinished(dispute)
    return close_dispute(world, dispute, "warning_closed" if dispute["status"].startswith("warning") else "lost")
