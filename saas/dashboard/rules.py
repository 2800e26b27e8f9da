"""Today: at most three acts, one of money or law, one of the search, one with people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

GROUPS = (("money",), ("search",), ("people", "self"))


class Act(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def is_done(self) -> bool: ...
    @property
    def is_gentle(self) -> bool: ...


A = TypeVar("A", bound=Act)


def acts_for(steps: Sequence[A]) -> list[A]:
    """The first open step of each group. Among open steps, one that is due comes before one that only stands earlier."""
    return [act for group in GROUPS if (act := _first(steps, group)) is not None]


def gentle_act(steps: Sequence[A]) -> A | None:
    """One small act for a low day: the first open gentle step, or none."""
    return next((step for step in steps if step.is_gentle and not step.is_done), None)


def _first(steps: Sequence[A], kinds: tuple[str, ...]) -> A | None:
    open_ones = [(step.due or date.max, place, step) for place, step in enumerate(steps) if step.kind in kinds and not step.is_done]
    return min(open_ones, key=lambda entry: entry[:2])[2] if open_ones else None
