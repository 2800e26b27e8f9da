"""The runway drawing: what is left at the start and after each month, where it ends, and what stops the fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from saas.kernel.calendar import MONTHS, format_date
from saas.kernel.money import format_usd
from saas.planner.outline import Money, MoneyMonth

DAYS_IN_MONTH = 365.25 / 12
# How much of the runway is spent where the offer floor is drawn: early enough that there is something left to hold.
LEVEL_AT = 0.4
# Share of the drawing's width, and dollars.
Spot = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Level:
    """Pay at the offer floor covers a month, so from the day it begins what is left stays where it is."""

    at: float
    dollars: int
    words: str


@dataclass(frozen=True, slots=True)
class RunwayDrawing:
    """`points` begin with the first day. Lines are (share of the width, dollars) down to where nothing is left.

    `lead` is the line with unemployment pay where some is expected, and then `second` is the one without. `text` says the
    same in words.
    """

    points: tuple[MoneyMonth, ...]
    lead: tuple[Spot, ...]
    second: tuple[Spot, ...]
    cliff: float | None
    cliff_words: str
    second_words: str
    level: Level | None
    text: str

    @property
    def has_unemployment_pay(self) -> bool:
        return bool(self.second)

    @property
    def peak(self) -> int:
        """The most that is left at any point, in dollars."""
        return max(max(point.without_ui, point.with_ui or 0) for point in self.points)


def draw_runway(money: Money) -> RunwayDrawing | None:
    """None where a figure is missing, or the money ends before there is a line to draw."""
    start, starts_on = money.starting_dollars, money.starts_on
    if start is None or starts_on is None or start <= 0 or len(money.months) < 2:
        return None
    has_pay = money.months[0].with_ui is not None
    first = MoneyMonth(f"{MONTHS[starts_on.month - 1][:3]} {starts_on.day}", start, start if has_pay else None)
    points = (first, *money.months)
    without_pay = _line([point.without_ui for point in points], _share(money.cliff_on, money))
    with_pay = _line([point.with_ui or 0 for point in points], _share(money.cliff_with_ui_on, money)) if has_pay else ()
    end = money.cliff_with_ui_on if has_pay else money.cliff_on
    lead = with_pay or without_pay
    return RunwayDrawing(
        points=points,
        lead=lead,
        second=without_pay if has_pay else (),
        cliff=_share(end, money),
        cliff_words=f"to {format_date(end)}" if end else "no end at this pace",
        second_words=f"to {format_date(money.cliff_on)}" if has_pay and money.cliff_on else "",
        level=_level(lead, money.offer_floor_dollars),
        text=_text(money, end, has_pay=has_pay),
    )


def _share(on: date | None, money: Money) -> float | None:
    """Where on the width a day lies; None when it is beyond the months that are drawn."""
    if on is None or money.starts_on is None:
        return None
    share = (on - money.starts_on).days / DAYS_IN_MONTH / len(money.months)
    return round(share, 4) if share <= 1 else None


def _line(dollars_left: Sequence[int], cliff: float | None) -> tuple[Spot, ...]:
    months = len(dollars_left) - 1
    spots = [(round(number / months, 4), dollars) for number, dollars in enumerate(dollars_left)]
    if cliff is None:
        return tuple(spots)
    return (*(spot for spot in spots if spot[0] < cliff), (cliff, 0))


def _level(lead: Sequence[Spot], floor_dollars: int | None) -> Level | None:
    if floor_dollars is None:
        return None
    at = round(lead[-1][0] * LEVEL_AT, 4)
    words = f"pay at your floor, {format_usd(floor_dollars)}, stops the fall"
    return Level(at, _height(lead, at), words)


def _height(line: Sequence[Spot], at: float) -> int:
    """Dollars of a line between two of its spots."""
    for (left, high), (right, low) in pairwise(line):
        if left <= at <= right:
            return round(high + (low - high) * (at - left) / (right - left))
    return line[-1][1]


def _text(money: Money, end: date | None, *, has_pay: bool) -> str:
    start = f"{format_usd(money.starting_dollars or 0)} on {format_date(money.starts_on)}" if money.starts_on else ""
    if has_pay:
        lasts = (
            f"lasts to {format_date(end)} with unemployment pay" if end else "does not run out with unemployment pay"
        )
        lasts += f" and to {format_date(money.cliff_on)} without it" if money.cliff_on else ""
    else:
        lasts = f"lasts to {format_date(end)}" if end else "does not run out at this pace"
    floor = money.offer_floor_dollars
    level = f" Pay of {format_usd(floor)} a year, your offer floor, would stop the fall." if floor is not None else ""
    return f"{start} {lasts}.{level}"
