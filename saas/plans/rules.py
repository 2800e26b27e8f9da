"""What becomes of a plan: it waits to be taken, it is the plan, or it was."""

from __future__ import annotations

from typing import Literal

State = Literal["proposed", "current", "refused", "past"]
Act = Literal["accept", "refuse", "supersede"]
# Old news changes nothing: what is not in the table stays as it is. `supersede`: another plan takes its place.
AFTER: dict[tuple[State, Act], State] = {
    ("proposed", "accept"): "current",
    ("proposed", "refuse"): "refused",
    ("proposed", "supersede"): "refused",
    ("current", "supersede"): "past",
}


def after(state: State, act: Act) -> State:
    return AFTER.get((state, act), state)
