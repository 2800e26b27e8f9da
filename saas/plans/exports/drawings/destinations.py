"""The ways on, on one scale of pay: the middle, the middle half, how close the work is, and the floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saas.kernel.money import format_usd
from saas.planner.outline import Direction, Outline


@dataclass(frozen=True, slots=True)
class Row:
    """A way on. Dollars a year; `fit` is 0 to 100, higher is nearer to the work they know."""

    title: str
    pay: int | None
    low: int | None
    high: int | None
    fit: int | None


@dataclass(frozen=True, slots=True)
class Destinations:
    """`low` and `high` are the ends of the scale, in dollars."""

    rows: tuple[Row, ...]
    floor_dollars: int | None
    low: int
    high: int
    told: str


def destinations(outline: Outline) -> Destinations | None:
    """None where there is no way on, or no figure of any."""
    rows = tuple(_row(way) for way in outline.directions)
    floor = outline.money.offer_floor_dollars
    sums = [sum_ for row in rows for sum_ in (row.pay, row.low, row.high) if sum_] + ([floor] if floor else [])
    if not rows or not sums:
        return None
    return Destinations(rows, floor, int(min(sums) * 0.92), int(max(sums) * 1.04), _told(rows, floor))


def _row(way: Direction) -> Row:
    fit = int(way.percentile) if way.percentile is not None else None
    return Row(way.title, way.pay_middle, way.pay_low, way.pay_high, fit)


def _told(rows: Sequence[Row], floor: int | None) -> str:
    lines = [f"{row.title}: {format_usd(row.pay) if row.pay else 'no pay figure'}." for row in rows]
    return " ".join(lines + ([f"Your floor is {format_usd(floor)}."] if floor else []))
