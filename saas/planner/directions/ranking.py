"""Directions ranked by a score that can be explained in a few words.

A score is a sum of factors: closeness of the work, pay against their own, the license and the training, the way they
lean, what the next job must respect, and time against money. The factors that moved it most are the reasons shown.
The score itself is never shown: it orders, it does not measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saas.facts.destinations import Destination
from saas.planner.directions.candidates import list_candidates
from saas.planner.directions.constraints import check_constraints
from saas.planner.directions.pay import PayComparison, compare_pay
from saas.planner.directions.scoring import Factor, is_near_field, score_direction
from saas.planner.directions.training import describe_license_use, describe_training_use
from saas.planner.outline import Direction
from saas.planner.person import Profile

MOST_DIRECTIONS = 6
MOST_REASONS = 3
# By the percentile of closeness among professional occupations, which is an order and never a percentage of a person.
FIT_WORDS = (
    (90, "Among the nearest to the work you do."),
    (75, "Near the work you do, with something new in it."),
    (50, "Some of what you do carries over, and some is new."),
    (0, "A different kind of day: little carries over by itself."),
)


@dataclass(frozen=True, slots=True)
class ScoredDirection:
    way: Destination
    pay: PayComparison
    factors: tuple[Factor, ...]

    @property
    def score(self) -> float:
        return sum(factor.points for factor in self.factors)


def rank_directions(person: Profile, floor_dollars: int | None) -> tuple[Direction, ...]:
    """At most six, best first; empty for a role we do not know."""
    compared = [(way, compare_pay(person, way, floor_dollars)) for way in list_candidates(person)]
    is_forced = _is_forced(person, compared)
    scored = [
        ScoredDirection(way, pay, score_direction(person, way, pay, is_forced=is_forced)) for way, pay in compared
    ]
    shown = sorted(scored, key=lambda direction: (-direction.score, direction.way.slug))[:MOST_DIRECTIONS]
    average = _average_points(shown)
    return tuple(_direction(person, rank, direction, average) for rank, direction in enumerate(shown, 1))


def describe_fit(way: Destination) -> str:
    """A rank in words. Closeness is an order among occupations and never a percentage of a person."""
    if way.slug == way.origin:
        return "The work you already do."
    if way.kind == "same work" and way.percentile is None:
        return "Counted as the same occupation as yours."
    if way.percentile is None:
        return "How close it is to your work is not rated."
    words = next(words for least, words in FIT_WORDS if way.percentile >= least)
    return f"{words} It {way.note}." if way.note and way.note.startswith("uses") else words


def _is_forced(person: Profile, compared: list[tuple[Destination, PayComparison]]) -> bool:
    """Leaving the field, and every way out of it pays less than the household needs."""
    ways_out = [pay.is_below_floor for way, pay in compared if not is_near_field(person, way)]
    return person.choice("direction") == "pivot" and bool(ways_out) and all(ways_out)


def _direction(person: Profile, rank: int, scored: ScoredDirection, average: Mapping[str, float]) -> Direction:
    way, pay = scored.way, scored.pay
    return Direction(
        slug=way.slug,
        title=way.title,
        rank=rank,
        percentile=way.percentile,
        fit_words=describe_fit(way),
        pay_low=pay.low,
        pay_middle=pay.middle,
        pay_high=pay.high,
        pay_change_pct=pay.change_pct,
        pay_benchmark=pay.benchmark,
        pay_note=pay.note,
        below_floor=pay.is_below_floor,
        months_to_land=way.months_to_land,
        license_use=describe_license_use(person, way),
        constraints=check_constraints(person, way),
        reasons=_reasons(scored.factors, average),
        training=describe_training_use(person, way),
        source=pay.source,
    )


def _average_points(shown: list[ScoredDirection]) -> dict[str, float]:
    """What a kind of factor gives on average over the directions shown."""
    points: dict[str, float] = {}
    for direction in shown:
        for factor in direction.factors:
            points[factor.kind] = points.get(factor.kind, 0.0) + factor.points / len(shown)
    return points


def _reasons(factors: tuple[Factor, ...], average: Mapping[str, float]) -> tuple[str, ...]:
    """What sets this direction apart from the others comes first; what is true of all of them decided nothing."""
    stated = [factor for factor in factors if factor.text]
    stated.sort(key=lambda factor: -abs(factor.points - average[factor.kind]))
    return tuple(factor.text for factor in stated[:MOST_REASONS])
