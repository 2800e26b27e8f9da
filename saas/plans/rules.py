"""What becomes of a plan: it waits to be accepted, it is the plan, or it was."""

from __future__ import annotations

from typing import Literal

State = Literal["proposed", "current", "refused", "past"]
Act = Literal["accept", "refuse", "supersede"]
# What is not in the table changes nothing. `supersede`: another plan takes its place.
TRANSITIONS: dict[tuple[State, Act], State] = {
    ("proposed", "accept"): "current",
    ("proposed", "refuse"): "refused",
    ("proposed", "supersede"): "refused",
    ("current", "supersede"): "past",
}
# The occasion of a first plan. A later one names the answers that changed.
FIRST_OCCASION = "These were your first answers."


def next_state(state: State, act: Act) -> State:
    """The state after an act; the same where the act comes too late."""
    return TRANSITIONS.get((state, act), state)
