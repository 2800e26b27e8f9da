"""Hard days: the first day holds less, and only what is gentle or cannot wait. The search starts in the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.plans.rules.choosing import Candidate
from saas.plans.rules.profile import Profile

SHAKY = "shaky"
STEADY_STEPS, SHAKY_STEPS, HARD_STEPS = 5, 3, 2
CRITICAL_DAYS = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first day may hold."""

    most_steps: int
    is_hard: bool
    today: date

    def admits(self, one: Candidate) -> bool:
        """On a hard day: gentle and not of the search, or money with a date within three days."""
        if not self.is_hard:
            return True
        piece = one.step.piece
        return (piece.is_gentle and piece.kind != "search") or self._cannot_wait(one)

    def ordered(self, pool: list[Candidate]) -> list[Candidate]:
        """On a hard day what was written for such a day comes first, whatever a clock says."""
        return sorted(pool, key=lambda one: "mood" not in one.condition.keys) if self.is_hard else pool

    def _cannot_wait(self, one: Candidate) -> bool:
        on = one.due.on
        return one.step.piece.kind == "money" and on is not None and on <= self.today + timedelta(days=CRITICAL_DAYS)


def opening(person: Profile) -> Opening:
    if person.is_hard_day:
        return Opening(HARD_STEPS, True, person.today)
    return Opening(SHAKY_STEPS if is_gentle(person) else STEADY_STEPS, False, person.today)


def is_gentle(person: Profile) -> bool:
    """True when the plan starts smaller."""
    return person.is_hard_day or person.choice("mood") == SHAKY
