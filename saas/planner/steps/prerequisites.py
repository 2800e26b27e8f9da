"""What has to come before what. Only steps in the plan count, and an edge that would close a circle is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from saas.planner.steps.choosing import Candidate

Before = Mapping[str, tuple[str, ...]]


def prerequisites(chosen: tuple[Candidate, ...]) -> Before:
    """For each step, the chosen steps that come before it."""
    known = {one.slug for one in chosen}
    wanted = {
        one.slug: tuple(slug for slug in one.step.piece.after if slug in known and slug != one.slug) for one in chosen
    }
    kept: dict[str, tuple[str, ...]] = {}
    for slug in sorted(wanted):
        kept[slug] = ()
        kept[slug] = tuple(earlier for earlier in wanted[slug] if not _leads_to(kept, earlier, slug))
    return kept


def _leads_to(before: Before, slug: str, target: str) -> bool:
    return slug == target or any(_leads_to(before, earlier, target) for earlier in before.get(slug, ()))


def raised(chosen: tuple[Candidate, ...], before: Before) -> tuple[Candidate, ...]:
    """A step that something important waits for is as important itself. In order of priority, then slug."""
    priority = {one.slug: one.priority for one in chosen}
    for _ in chosen:
        changes = {
            earlier: priority[slug] for slug in before for earlier in before[slug] if priority[earlier] < priority[slug]
        }
        if not changes:
            break
        priority.update(changes)
    lifted = (replace(one, priority=priority[one.slug]) for one in chosen)
    return tuple(sorted(lifted, key=lambda one: (-one.priority, one.slug)))
