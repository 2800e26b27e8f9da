"""The timeline drawing: one arc from the plan's first day to the end of each of its phases, and the dates that run out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from saas.kernel.calendar import format_date
from saas.planner.outline import DeadlineRow, Outline, Phase
from saas.plans.exports.formatting import format_count, format_short_date

# Two labels nearer than this, as a share of the width, would lie on each other.
LEAST_MARK_GAP = 0.165
LEAST_SPAN_GAP = 0.09


@dataclass(frozen=True, slots=True)
class Span:
    """A phase, from the first day to where it ends. `ends` is empty where the next one's label leaves it no room."""

    at: float
    title: str
    ends: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A deadline. `words` are empty where its neighbor's label speaks for it."""

    at: float
    words: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class TimelineDrawing:
    """`now` is where today lies, or None. `text` says the same in words."""

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    now: float | None
    text: str


def draw_timeline(outline: Outline, today: date) -> TimelineDrawing | None:
    """None for a plan without phases. The scale is of square roots, which gives the first days room."""
    if not outline.phases:
        return None
    first, last = outline.today, max(phase.ends_on for phase in outline.phases)
    inside = [row for row in outline.deadlines if row.date and first <= row.date <= last]
    beyond = sum(1 for row in outline.deadlines if row.date and row.date > last)
    return TimelineDrawing(
        spans=_spans(outline.phases, first, last),
        marks=_marks(inside, first, last, today),
        now=_place(today, first, last) if first < today <= last else None,
        text=_text(outline, inside, beyond),
    )


def _place(on: date, first: date, last: date) -> float:
    """0 is the beginning of the first day, 1 the last day."""
    days = max((last - first).days, 1)
    return round(math.sqrt(max((on - first).days, 0) / days), 4)


def _spans(phases: Sequence[Phase], first: date, last: date) -> tuple[Span, ...]:
    spans = [_span(phase, first, last) for phase in phases]
    crowded = [later.at - sooner.at < LEAST_SPAN_GAP for sooner, later in pairwise(spans)] + [False]
    return tuple(
        replace(span, ends="") if is_crowded else span for span, is_crowded in zip(spans, crowded, strict=True)
    )


def _span(phase: Phase, first: date, last: date) -> Span:
    # The first day alone has no width to draw an arc over; it gets that of a day and a half.
    at = max(_place(phase.ends_on, first, last), round(math.sqrt(1.5 / max((last - first).days, 2)), 4))
    return Span(at, phase.title, format_short_date(phase.ends_on))


def _marks(rows: Sequence[DeadlineRow], first: date, last: date, today: date) -> tuple[Mark, ...]:
    """Neighbors share the first one's label, which says how many they are."""
    groups: list[list[date]] = []
    for on in sorted(row.date for row in rows if row.date):
        if groups and _place(on, first, last) - _place(groups[-1][0], first, last) < LEAST_MARK_GAP:
            groups[-1].append(on)
        else:
            groups.append([on])
    return tuple(
        Mark(_place(on, first, last), _label(group) if number == 0 else "", on < today)
        for group in groups
        for number, on in enumerate(group)
    )


def _label(group: Sequence[date]) -> str:
    return format_short_date(group[0]) + (f" +{len(group) - 1}" if len(group) > 1 else "")


def _text(outline: Outline, inside: Sequence[DeadlineRow], beyond: int) -> str:
    phases = ". ".join(f"{phase.title}: to {format_date(phase.ends_on)}" for phase in outline.phases)
    dated = " ".join(f"{row.title}: {format_date(row.date)}." for row in inside if row.date)
    later = f" {format_count(beyond, 'date')} {'lies' if beyond == 1 else 'lie'} beyond it." if beyond else ""
    return f"{phases}. {dated}{later}".strip()
