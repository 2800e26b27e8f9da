"""Choosing steps: those whose condition holds, minus those a better-fitting one stands in for, each with its priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from saas.kernel.conditions import Condition
from saas.library.catalogue import CatalogueStep
from saas.planner.person import Profile
from saas.planner.reasons import COMMON
from saas.planner.steps.due_dates import Due, bases, due

SOON, NEXT = 7, 30
SOON_POINTS, NEXT_POINTS = 25, 12
OWN_WORK, OWN_FIELD, STANDING, CHOSEN, SPECIFIC, MOST_SPECIFIC = 45, 10, 6, 10, 5, 15
PRESSING_WEIGHT = 90
GENERAL_KEYS = (*COMMON, "family")
# Limits of time keep a step from coming too late. They say nothing about the person.
COUNTED_DAYS = "days_since"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step that applies to this person. `priority` is its weight, its urgency and how much it is theirs."""

    step: CatalogueStep
    condition: Condition
    due: Due
    priority: int

    @property
    def slug(self) -> str:
        return self.step.slug


def candidates(person: Profile, deadlines: Mapping[str, date]) -> tuple[Candidate, ...]:
    """In order of priority, then slug."""
    known = bases(person, deadlines)
    found = [
        _candidate(person, step, known) for step in person.catalogue.steps if step.piece.condition.holds(person.known)
    ]
    return _without_replaced(sorted(found, key=lambda one: (-one.priority, one.slug)))


def _candidate(person: Profile, step: CatalogueStep, known: Mapping[str, date]) -> Candidate:
    when = due(step.piece.due, known, person.today)
    condition = step.piece.condition
    urgency = SOON_POINTS if step.piece.phase == "day" else _urgency(when, person.today)
    return Candidate(step, condition, when, step.piece.weight + urgency + _own(condition) + _pressing(step))


def _urgency(when: Due, today: date) -> int:
    if when.on is None:
        return 0
    days = (when.on - today).days
    return SOON_POINTS if days <= SOON else NEXT_POINTS if days <= NEXT else 0


def _own(condition: Condition) -> int:
    """Steps written for this work or for a rare answer come before those that fit everybody."""
    stands = any(atom.key == "employment" and len(atom.values) == 1 for atom in condition.atoms)
    chosen = any(atom.word == "includes" for atom in condition.atoms)
    keys = {key for key in condition.keys if key not in GENERAL_KEYS and not key.startswith(COUNTED_DAYS)}
    rare = SPECIFIC * len(keys) + (CHOSEN if chosen else 0)
    return _work(condition) + (STANDING if stands else 0) + min(MOST_SPECIFIC, rare)


def _pressing(step: CatalogueStep) -> int:
    """A right that runs out counts as much as a step of their own work: a claim before a commission."""
    return OWN_WORK if is_pressing(step) else 0


def is_pressing(step: CatalogueStep) -> bool:
    return step.piece.kind == "money" and step.piece.weight >= PRESSING_WEIGHT


def _work(condition: Condition) -> int:
    """Most for a step that names the role, less for one that names its field."""
    meant = {atom.key for atom in condition.atoms if atom.word in ("is", "in")}
    return OWN_WORK if "role" in meant else OWN_FIELD if "family" in meant else 0


def _without_replaced(ordered: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`instead_of` of a step that is itself replaced counts for nothing."""
    replaced: set[str] = set()
    by_weight = sorted(ordered, key=lambda one: (-one.step.piece.weight, one.slug))
    for one in by_weight:
        if one.slug not in replaced:
            replaced.update(slug for slug in one.step.piece.instead_of if slug != one.slug)
    return tuple(one for one in ordered if one.slug not in replaced)
