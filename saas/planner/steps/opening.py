"""What the first day may hold. On hard days it holds less, and only what is gentle or cannot wait comes first.

Where pay still comes for a month, the first day holds what is due within the week or asks for little.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.planner.person import Profile
from saas.planner.steps.choosing import Candidate

CLOSEST = "closest"
HARD_DAY_KEYS = ("mood",)
MOST_STEPS, MOST_GENTLE_STEPS = 5, 3
CRITICAL_DAYS = 3
DUE_SOON_DAYS, STILL_PAID_DAYS = 7, 30


@dataclass(frozen=True, slots=True)
class Opening:
    """`is_hard` is a hard day, `is_gentle` one that is hard or shaky; `is_calm`: nothing has ended yet."""

    most_steps: int
    today: date
    is_hard: bool
    is_gentle: bool = False
    is_calm: bool = False

    def admits(self, candidate: Candidate) -> bool:
        """On a hard day: gentle and not of the search, or money with a date within three days. On a calm one: what is
        due within the week, or small."""
        piece = candidate.step.content
        if self.is_hard:
            is_critical = piece.kind == "money" and self._is_due_within(candidate, CRITICAL_DAYS)
            return (piece.is_gentle and piece.kind != "search") or is_critical
        return not self.is_calm or piece.is_gentle or self._is_due_within(candidate, DUE_SOON_DAYS)

    def sort(self, pool: list[Candidate]) -> list[Candidate]:
        """On a gentle day what was written for such a day comes first, then somebody to be with, whatever a clock says."""
        if not self.is_gentle:
            return pool
        return sorted(pool, key=lambda candidate: (not is_for_hard_day(candidate), not _brings_company(candidate)))

    def _is_due_within(self, candidate: Candidate, days: int) -> bool:
        return candidate.due.on is not None and candidate.due.on <= self.today + timedelta(days=days)


def is_for_hard_day(candidate: Candidate) -> bool:
    """Its condition asks for the mood itself, and for nothing that might stand in for it."""
    return any(all(atom.key in HARD_DAY_KEYS for atom in line) for line in candidate.condition.lines)


def _brings_company(candidate: Candidate) -> bool:
    return candidate.slot is not None and candidate.slot.key == CLOSEST


def opening_for(person: Profile) -> Opening:
    most = MOST_GENTLE_STEPS if person.needs_gentle_start else MOST_STEPS
    return Opening(most, person.today, person.is_hard_day, person.needs_gentle_start, _is_still_paid(person))


def _is_still_paid(person: Profile) -> bool:
    """Still at work, with a month of pay ahead or no date yet."""
    last_day = person.day("last_day")
    is_ahead = last_day is None or last_day > person.today + timedelta(days=STILL_PAID_DAYS)
    return person.choice("employment") in ("at-risk", "leaving") and is_ahead
