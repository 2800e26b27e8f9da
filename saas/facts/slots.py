"""The spine of a plan as slots, read from `slots.toml`: what must happen for whom, and by when. Content fills them. What
stands there is our own judgment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from saas.facts.tables import read_toml
from saas.kernel.conditions import Condition, parse_condition

Track = Literal[
    "claim and coverage", "severance", "status", "bridge money", "people", "search", "decision", "materials", "self"
]


@dataclass(frozen=True, slots=True)
class Slot:
    """`by_days`: a step that fills it stands at most so many days after today, or after its window opens. `count` steps
    may fill it. `condition` says whose plan it belongs to, `rank` in which order slots take hours, counted from 0."""

    key: str
    track: Track
    act: str
    condition: Condition
    by_days: int
    count: int
    rank: int


def read_slots() -> dict[str, Slot]:
    """By key, in the order of the file, which is the order in which slots take the hours there are. Raises ValueError for a
    track we do not know."""
    slots = [_parse_slot(table, rank) for rank, table in enumerate(read_toml("slots.toml")["slot"])]
    return {slot.key: slot for slot in slots}


def _parse_slot(table: dict[str, Any], rank: int) -> Slot:
    if table["track"] not in get_args(Track):
        raise ValueError(f"slots.toml: “{table['track']}” is no track")
    return Slot(
        key=table["key"],
        track=table["track"],
        act=table["act"],
        condition=parse_condition(table.get("when", ())),
        by_days=table["by_days"],
        count=table.get("count", 1),
        rank=rank,
    )
