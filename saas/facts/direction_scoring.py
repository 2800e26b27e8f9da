"""The points by which directions are ranked, and how much of a training one uses. Our own judgment, and marked as such.

`direction_scoring.toml` says beside each number what it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saas.facts.sources import read_table

Points = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ClosenessScoring:
    weight: float
    unrated_percentile: float
    same_work: float
    close_percentile: float
    distant_percentile: float


@dataclass(frozen=True, slots=True)
class PayScoring:
    """Points a share of their own pay is worth, with bounds. Within `level_pct` percent, pay counts as level."""

    weight: float
    least: float
    most: float
    level_pct: int
    level: float
    below_floor: float


@dataclass(frozen=True, slots=True)
class TrainingUse:
    """From which percentile, or which fit below the professional job zones, training carries a direction or helps."""

    professional_zone: int
    carries_percentile: float
    helps_percentile: float
    carries_fit: float
    helps_fit: float


@dataclass(frozen=True, slots=True)
class TimeScoring:
    short_runway_months: int
    too_long: float


@dataclass(frozen=True, slots=True)
class DirectionScoring:
    """`leaning` and `training` are points by the answer, then by the kind of move or the use of the training."""

    closeness: ClosenessScoring
    pay: PayScoring
    leaning: Mapping[str, Points]
    training: Mapping[str, Points]
    experience: Points
    training_use: TrainingUse
    license: Points
    employer: Points
    study: Points
    named: Points
    time: TimeScoring
    constraint: Points


def read_direction_scoring() -> DirectionScoring:
    """`direction_scoring.toml`."""
    entries = dict(read_table("direction_scoring.toml").entries)
    return DirectionScoring(
        closeness=ClosenessScoring(**entries.pop("closeness")),
        pay=PayScoring(**entries.pop("pay")),
        training_use=TrainingUse(**entries.pop("training_use")),
        time=TimeScoring(**entries.pop("time")),
        **entries,
    )
