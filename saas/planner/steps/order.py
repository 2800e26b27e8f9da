"""What has to come before what, and the order inside a phase: prerequisites first, then clocks, then priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from saas.planner.person import Profile
from saas.planner.steps.choosing import Candidate, by_priority
from saas.planner.steps.opening import is_for_hard_day
from saas.planner.steps.windows import Window

# By slug: the slugs of the chosen steps that come before it.
Prerequisites = Mapping[str, tuple[str, ...]]
SortKey = tuple[int, date, int, str]


def find_prerequisites(candidates: tuple[Candidate, ...]) -> Prerequisites:
    """Only chosen steps count, and an edge that would close a circle is left out."""
    chosen = {candidate.slug for candidate in candidates}
    named = {
        candidate.slug: tuple(
            slug for slug in candidate.step.content.after if slug in chosen and slug != candidate.slug
        )
        for candidate in candidates
    }
    without_circles: dict[str, tuple[str, ...]] = {}
    for slug in sorted(named):
        without_circles[slug] = ()
        without_circles[slug] = tuple(
            earlier for earlier in named[slug] if not _leads_to(without_circles, earlier, slug)
        )
    return without_circles


def raise_prerequisites(candidates: tuple[Candidate, ...], prerequisites: Prerequisites) -> tuple[Candidate, ...]:
    """A step that something important waits for is as important itself. In order of priority, then slug."""
    priority = {candidate.slug: candidate.priority for candidate in candidates}
    for _ in candidates:
        raised = {
            earlier: priority[slug]
            for slug in prerequisites
            for earlier in prerequisites[slug]
            if priority[earlier] < priority[slug]
        }
        if not raised:
            break
        priority.update(raised)
    return tuple(
        sorted((replace(candidate, priority=priority[candidate.slug]) for candidate in candidates), key=by_priority)
    )


def order_steps(
    person: Profile, candidates: tuple[Candidate, ...], prerequisites: Prerequisites, window: Window
) -> tuple[Candidate, ...]:
    """Money and law with a clock first, except that on a hard day the person comes before the paper."""
    waiting = sorted(candidates, key=lambda candidate: _sort_key(person, candidate, window))
    in_phase = {candidate.slug for candidate in candidates}
    ordered: list[Candidate] = []
    while waiting:
        placed = {candidate.slug for candidate in ordered}
        ready = next(
            candidate
            for candidate in waiting
            if not any(slug in in_phase and slug not in placed for slug in prerequisites[candidate.slug])
        )
        ordered.append(ready)
        waiting.remove(ready)
    return tuple(ordered)


def _leads_to(prerequisites: Prerequisites, slug: str, target: str) -> bool:
    return slug == target or any(_leads_to(prerequisites, earlier, target) for earlier in prerequisites.get(slug, ()))


def _sort_key(person: Profile, candidate: Candidate, window: Window) -> SortKey:
    piece = candidate.step.content
    is_for_today = is_for_hard_day(candidate)
    if person.is_hard_day and window.key == "day" and (piece.kind == "self" or is_for_today):
        return -1 if is_for_today else 0, date.min, -piece.weight, candidate.slug
    has_clock = candidate.due.on is not None and candidate.due.on <= window.ends_on
    band = 1 if piece.kind == "money" and has_clock else 2 if has_clock else 3 if piece.kind == "money" else 4
    return band, candidate.due.on or date.max, -candidate.priority, candidate.slug
