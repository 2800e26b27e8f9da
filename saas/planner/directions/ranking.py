"""Directions: ways on for this person, ranked by a score that can be told in a few words.

A score is a sum of factors: closeness of the work, pay against their own, the license and the training, the way they
lean, what the next job must respect, and time against money. The factors that moved it most are the reasons shown.
The score itself is never shown: it orders, it does not measure.
"""

from __future__ import annotations

from collections.abc import Mapping

from saas.facts.destinations import Destination
from saas.planner.directions.constraints import marks
from saas.planner.directions.pay import Comparison, compared
from saas.planner.directions.same_work import same_work
from saas.planner.directions.scoring import Factor, is_near, weigh
from saas.planner.directions.training import license_words, training_words
from saas.planner.outline import Direction
from saas.planner.person import Profile

MOST = 6
REASONS = 3

Weighed = tuple[Destination, Comparison, tuple[Factor, ...]]


def directions(person: Profile, floor_dollars: int | None) -> tuple[Direction, ...]:
    """At most six, best first; empty for a role we do not know."""
    compare = [(way, compared(person, way, floor_dollars)) for way in _ways(person)]
    is_forced = _is_forced(person, compare)
    weighed = [(way, pay, weigh(person, way, pay, is_forced=is_forced)) for way, pay in compare]
    weighed.sort(key=lambda one: (-sum(factor.points for factor in one[2]), one[0].slug))
    shown = weighed[:MOST]
    usual = _usual(shown)
    return tuple(_direction(person, rank, one, usual) for rank, one in enumerate(shown, 1))


def _ways(person: Profile) -> tuple[Destination, ...]:
    if person.role is None:
        return ()
    others = tuple(way for way in person.facts.destinations(person.role.slug) if way.slug != person.role.slug)
    is_staying = person.choice("direction") != "pivot" or person.choice("leaving_what") == "setting"
    return (same_work(person.role), *others) if is_staying else others


def _is_forced(person: Profile, compare: list[tuple[Destination, Comparison]]) -> bool:
    """Leaving the field, and every way out of it pays less than the household needs."""
    out = [pay.is_below_floor for way, pay in compare if not is_near(person, way)]
    return person.choice("direction") == "pivot" and bool(out) and all(out)


def _direction(person: Profile, rank: int, weighed: Weighed, usual: Mapping[str, float]) -> Direction:
    way, pay, factors = weighed
    return Direction(
        slug=way.slug,
        title=way.title,
        rank=rank,
        percentile=way.percentile,
        fit_words=fit_words(way),
        pay_low=pay.low,
        pay_middle=pay.middle,
        pay_high=pay.high,
        pay_change_pct=pay.change_pct,
        pay_benchmark=pay.benchmark,
        pay_note=pay.note,
        below_floor=pay.is_below_floor,
        months_to_land=way.months_to_land,
        license_use=license_words(person, way),
        constraints=marks(person, way),
        reasons=_reasons(factors, usual),
        training=training_words(person, way),
        source=pay.source,
    )


def fit_words(way: Destination) -> str:
    """A rank in words. Closeness is an order among occupations and never a percentage of a person."""
    if way.slug == way.origin:
        return "The work you already do."
    if way.kind == "same work" and way.percentile is None:
        return "Counted as the same occupation as yours."
    if way.percentile is None:
        return "How close it is to your work is not rated."
    words = f"Closer to your work than {min(99, int(way.percentile))}% of professional occupations."
    return f"{words} It {way.note}." if way.note and way.note.startswith("uses") else words


def _usual(weighed: list[Weighed]) -> dict[str, float]:
    """What a kind of factor gives on average over the ways shown."""
    points: dict[str, float] = {}
    for _, _, factors in weighed:
        for factor in factors:
            points[factor.kind] = points.get(factor.kind, 0.0) + factor.points / len(weighed)
    return points


def _reasons(factors: tuple[Factor, ...], usual: Mapping[str, float]) -> tuple[str, ...]:
    """What sets this way apart from the others comes first; what is true of all of them decided nothing."""
    said = [factor for factor in factors if factor.text]
    return tuple(factor.text for factor in sorted(said, key=lambda one: -abs(one.points - usual[one.kind]))[:REASONS])
