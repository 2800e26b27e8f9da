"""Choosing steps: those whose condition holds, minus those a better-fitting one stands in for, each with its priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from saas.facts.slots import Slot
from saas.kernel.conditions import Condition
from saas.library.catalogue import CatalogueStep
from saas.planner.person import Profile
from saas.planner.reasons import COMMON_KEYS
from saas.planner.steps.due_dates import DueDate, due_anchors, resolve_due
from saas.planner.steps.timing import ANY_TIME, Timing, find_timing, window_anchors

# Points that urgency adds to a step's weight, by the days until it is due.
SOON_DAYS, NEXT_DAYS = 7, 30
SOON_POINTS, NEXT_POINTS = 25, 12
# Points for how much a step is written for this person: their role, their category of work, where they stand, an option
# they chose, each rare answer, and at most so many for those.
OWN_ROLE, OWN_CATEGORY, OWN_STANDING, CHOSEN_OPTION, RARE_ANSWER, MOST_RARE = 45, 10, 6, 10, 5, 15
PRESSING_WEIGHT = 90
GENERAL_KEYS = (*COMMON_KEYS, "family")
# Limits of time keep a step from coming too late. They say nothing about the person.
DAYS_SINCE = "days_since"
# A plan reaches a year ahead.
LAST_PLAN_DAY = 364


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step that applies to this person. `priority` is its weight, its urgency and how much it is theirs; `slot` is the
    one it fills, None for an extra."""

    step: CatalogueStep
    condition: Condition
    due: DueDate
    priority: int
    timing: Timing = ANY_TIME
    slot: Slot | None = None

    @property
    def slug(self) -> str:
        return self.step.slug


def choose_candidates(person: Profile, deadlines: Mapping[str, date]) -> tuple[Candidate, ...]:
    """In order of priority, then slug. `deadlines` are the dates a step's `due` may name."""
    anchors, window_days = due_anchors(person, deadlines), window_anchors(person)
    candidates = [
        _candidate(person, step, anchors, find_timing(step.content, window_days))
        for step in person.catalogue.steps
        if step.content.condition.holds(person.known)
    ]
    last_day = person.today + timedelta(LAST_PLAN_DAY)
    in_time = (candidate for candidate in candidates if candidate.timing.overlaps(person.today, last_day))
    return _without_replaced(sorted(in_time, key=by_priority))


def by_priority(candidate: Candidate) -> tuple[int, str]:
    """A sort key: the highest priority first, then the slug."""
    return -candidate.priority, candidate.slug


def is_pressing(step: CatalogueStep) -> bool:
    """A right that runs out counts as much as a step of their own work: a claim before a commission."""
    return step.content.kind == "money" and step.content.weight >= PRESSING_WEIGHT


def count_personal_points(condition: Condition) -> int:
    """Steps written for this work or for a rare answer come before those that fit everybody."""
    is_for_standing = any(atom.key == "employment" and len(atom.values) == 1 for atom in condition.atoms)
    is_for_option = any(atom.word == "includes" for atom in condition.atoms)
    rare_keys = {key for key in condition.keys if key not in GENERAL_KEYS and not key.startswith(DAYS_SINCE)}
    rare = RARE_ANSWER * len(rare_keys) + (CHOSEN_OPTION if is_for_option else 0)
    return _work_points(condition) + (OWN_STANDING if is_for_standing else 0) + min(MOST_RARE, rare)


def _candidate(person: Profile, step: CatalogueStep, anchors: Mapping[str, date], timing: Timing) -> Candidate:
    due = resolve_due(step.content.due, anchors, person.today)
    condition = step.content.condition
    urgency = SOON_POINTS if step.content.phase == "day" else _urgency(due, person.today)
    pressing = OWN_ROLE if is_pressing(step) else 0
    priority = step.content.weight + urgency + count_personal_points(condition) + pressing
    return Candidate(step, condition, due, priority, timing)


def _urgency(due: DueDate, today: date) -> int:
    if due.on is None:
        return 0
    days = (due.on - today).days
    return SOON_POINTS if days <= SOON_DAYS else NEXT_POINTS if days <= NEXT_DAYS else 0


def _work_points(condition: Condition) -> int:
    """Most for a step that names the role, less for one that names its category."""
    named = {atom.key for atom in condition.atoms if atom.word in ("is", "in")}
    return OWN_ROLE if "role" in named else OWN_CATEGORY if "family" in named else 0


def _without_replaced(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`instead_of` of a step that is itself replaced counts for nothing."""
    replaced: set[str] = set()
    by_weight = sorted(candidates, key=lambda candidate: (-candidate.step.content.weight, candidate.slug))
    for candidate in by_weight:
        if candidate.slug not in replaced:
            replaced.update(slug for slug in candidate.step.content.instead_of if slug != candidate.slug)
    return tuple(candidate for candidate in candidates if candidate.slug not in replaced)
