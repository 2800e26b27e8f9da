"""How a plan opens. On hard days the first day and week hold less, and only what is gentle or cannot wait comes first.

Where pay still comes for a month, the first day holds what is due within the week or asks for little.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.planner.person import Profile
from saas.planner.steps.choosing import Candidate

SHAKY = "shaky"
HARD_KEYS = ("mood", "danger")
STEADY_STEPS, SHAKY_STEPS, HARD_STEPS = 5, 3, 3
CRITICAL_DAYS = 3
DUE_SOON_DAYS, STILL_PAID_DAYS = 7, 30


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first day may hold."""

    most_steps: int
    is_hard: bool
    today: date
    is_gentle: bool = False
    is_calm: bool = False

    def admits(self, one: Candidate) -> bool:
        """On a hard day: gentle and not of the search, or money with a date within three days. On a calm one: what is
        due within the week, or small."""
        piece = one.step.piece
        if self.is_calm and not self.is_hard:
            return piece.is_gentle or self._is_due_within(one, DUE_SOON_DAYS)
        if not self.is_hard:
            return True
        return (piece.is_gentle and piece.kind != "search") or self._cannot_wait(one)

    def ordered(self, pool: list[Candidate]) -> list[Candidate]:
        """On a hard day what was written for such a day comes first, whatever a clock says."""
        return sorted(pool, key=lambda one: not is_for_such_a_day(one)) if self.is_gentle else pool

    def _cannot_wait(self, one: Candidate) -> bool:
        return one.step.piece.kind == "money" and self._is_due_within(one, CRITICAL_DAYS)

    def _is_due_within(self, one: Candidate, days: int) -> bool:
        return one.due.on is not None and one.due.on <= self.today + timedelta(days=days)


def is_for_such_a_day(one: Candidate) -> bool:
    """Its condition asks for the mood itself, and for nothing that might stand in for it."""
    return any(all(atom.key in HARD_KEYS for atom in line) for line in one.condition.lines)


def opening(person: Profile) -> Opening:
    most = HARD_STEPS if person.is_hard_day else SHAKY_STEPS if is_gentle(person) else STEADY_STEPS
    return Opening(most, person.is_hard_day, person.today, is_gentle(person), _is_still_paid(person))


def _is_still_paid(person: Profile) -> bool:
    """Nothing has ended: still at work, with a month of pay ahead or no date yet."""
    last_day = person.day("last_day")
    is_ahead = last_day is None or last_day > person.today + timedelta(days=STILL_PAID_DAYS)
    return person.choice("employment") in ("at-risk", "leaving") and is_ahead


def is_gentle(person: Profile) -> bool:
    """True when the plan starts smaller."""
    return person.is_hard_day or person.choice("mood") == SHAKY
