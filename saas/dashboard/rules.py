"""Today: at most three acts, one of money or law, one of the search, one with a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

KINDS = ("money", "search", "people")
# The human act is with somebody else; time for oneself stands in where nobody is left to see.
STAND_IN_FOR_PEOPLE = "self"
SOON = timedelta(days=3)
SHORT_MINUTES = 30
PHASES = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")


class Act(Protocol):
    """A step that can be done."""

    @property
    def kind(self) -> str: ...
    @property
    def phase(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def is_done(self) -> bool: ...
    @property
    def is_gentle(self) -> bool: ...


A = TypeVar("A", bound=Act)


def choose_acts(steps: Sequence[A], today: date, *, is_gentle: bool = False) -> list[A]:
    """One open step of each kind. `steps` stand in the order of the plan; `is_gentle` asks for small ones.

    A date that is near or past goes first. Otherwise the plan's own order counts, whatever later dates say.
    """
    chosen = [_first_open(steps, kind, today, is_gentle) for kind in KINDS]
    if chosen[-1] is None:
        chosen[-1] = _first_open(steps, STAND_IN_FOR_PEOPLE, today, is_gentle)
    return [act for act in chosen if act is not None]


def find_gentle_act(steps: Sequence[A]) -> A | None:
    """One small act for a low day: the first open gentle step, or none."""
    return next((step for step in steps if step.is_gentle and not step.is_done), None)


def _first_open(steps: Sequence[A], kind: str, today: date, is_gentle: bool) -> A | None:
    candidates = [(place, step) for place, step in enumerate(steps) if step.kind == kind and not step.is_done]
    if not candidates:
        return None
    return min(candidates, key=lambda candidate: _sort_key(candidate[0], candidate[1], today, is_gentle))[1]


def _sort_key(place: int, step: Act, today: date, is_gentle: bool) -> tuple[bool, date, int, int, int]:
    """Near dates by day, then the earliest phase; only inside these does a hard day ask for the smaller step. Money and
    law keep the plan's order even then: a claim due today is not put behind something smaller."""
    is_near = step.due is not None and step.due <= today + SOON
    effort = _effort(step) if is_gentle and not (is_near and step.kind == "money") else 0
    if is_near and step.due is not None:
        return False, step.due, 0, effort, place
    return True, date.max, PHASES.index(step.phase), effort, place


def _effort(step: Act) -> int:
    """On a hard day: gentle and short, then short, then the rest."""
    if step.minutes > SHORT_MINUTES:
        return 2
    return 0 if step.is_gentle else 1
