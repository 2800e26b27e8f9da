"""The drawing of the directions on one scale of pay: the middle, the middle half, how close the work is, and the floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saas.kernel.money import format_usd
from saas.planner.outline import Direction, Outline


@dataclass(frozen=True, slots=True)
class Row:
    """A direction. Dollars a year; `fit` is 0 to 100, higher is nearer to the work they know."""

    title: str
    pay: int | None
    low: int | None
    high: int | None
    fit: int | None


@dataclass(frozen=True, slots=True)
class DestinationsDrawing:
    """`low` and `high` are the ends of the scale, in dollars. `text` says the same in words."""

    rows: tuple[Row, ...]
    floor_dollars: int | None
    low: int
    high: int
    text: str


def draw_destinations(outline: Outline) -> DestinationsDrawing | None:
    """None where there is no direction, or no figure of any."""
    rows = tuple(_row(direction) for direction in outline.directions)
    floor = outline.money.offer_floor_dollars
    figures = [figure for row in rows for figure in (row.pay, row.low, row.high, floor) if figure]
    if not rows or not figures:
        return None
    return DestinationsDrawing(rows, floor, int(min(figures) * 0.92), int(max(figures) * 1.04), _text(rows, floor))


def _row(direction: Direction) -> Row:
    fit = int(direction.percentile) if direction.percentile is not None else None
    return Row(direction.title, direction.pay_middle, direction.pay_low, direction.pay_high, fit)


def _text(rows: Sequence[Row], floor: int | None) -> str:
    lines = [f"{row.title}: {format_usd(row.pay) if row.pay else 'no pay figure'}." for row in rows]
    return " ".join(lines + ([f"Your floor is {format_usd(floor)}."] if floor else []))
