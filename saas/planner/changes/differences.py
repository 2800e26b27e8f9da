"""A plan as values by key, the differences between two, and one made into the other by applying them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from saas.planner.outline import DeadlineRow, Direction, Money, Outline, Phase, PlanStep

Key = tuple[str, str]
Values = Mapping[Key, Any]
# Parts that are one value each. The others are taken apart: steps, dates and directions by slug, money by field.
SINGLE_VALUES = (
    "today",
    "title",
    "role_title",
    "reading",
    "decision",
    "translation",
    "rhythm",
    "gentle",
    "notes",
    "version",
    "closing",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a plan that differs. None: the plan before, or the plan after, has nothing under that key."""

    part: str
    key: str
    before: Any
    after: Any


def comparable(outline: Outline) -> Outline:
    """A plan as it is compared: the question keys behind a step are not stored with a plan, only the words are."""
    phases = tuple(
        replace(phase, steps=tuple(replace(step, answers=()) for step in phase.steps)) for phase in outline.phases
    )
    return replace(outline, phases=phases)


def plan_values(outline: Outline) -> Values:
    """Everything a plan says. `order` is where a step stands within its phase, `frame` a phase without its steps."""
    outline = comparable(outline)
    values: dict[Key, Any] = {("single", name): getattr(outline, name) for name in SINGLE_VALUES}
    values |= {("deadline", row.key): row for row in outline.deadlines}
    values |= {("direction", direction.slug): direction for direction in outline.directions}
    values |= {("money", field.name): getattr(outline.money, field.name) for field in fields(Money)}
    values |= {("step", step.slug): step for step in outline.steps}
    values |= {("frame", phase.key): replace(phase, steps=()) for phase in outline.phases}
    values |= {("order", phase.key): tuple(step.slug for step in phase.steps) for phase in outline.phases}
    return values


def compare_plans(old: Outline, new: Outline) -> tuple[Difference, ...]:
    """In the order of the new plan, then what only the old one had."""
    before, after = plan_values(old), plan_values(new)
    return tuple(
        Difference(*key, before.get(key), after.get(key))
        for key in (*after, *(key for key in before if key not in after))
        if before.get(key) != after.get(key)
    )


def apply_differences(old: Outline, differences: Iterable[Difference]) -> Outline:
    """The new plan, from the old one and the differences alone."""
    values = dict(plan_values(old))
    for difference in differences:
        values.pop((difference.part, difference.key), None)
        if difference.after is not None or difference.part in ("single", "money"):
            values[difference.part, difference.key] = difference.after
    return _build_outline(values)


def _build_outline(values: Values) -> Outline:
    def of(part: str) -> list[Any]:
        return [value for (kind, _), value in values.items() if kind == part]

    return Outline(
        deadlines=tuple(sorted(of("deadline"), key=_by_date)),
        directions=tuple(sorted(of("direction"), key=_by_rank)),
        money=Money(**{key: value for (kind, key), value in values.items() if kind == "money"}),
        phases=tuple(_fill_frame(frame, values) for frame in sorted(of("frame"), key=_by_day)),
        **{name: values["single", name] for name in SINGLE_VALUES},
    )


def _fill_frame(frame: Phase, values: Values) -> Phase:
    steps: tuple[PlanStep, ...] = tuple(values["step", slug] for slug in values["order", frame.key])
    return replace(frame, steps=steps)


def _by_date(row: DeadlineRow) -> tuple[bool, date, str]:
    return row.date is None, row.date or date.max, row.key


def _by_rank(direction: Direction) -> int:
    return direction.rank


def _by_day(phase: Phase) -> date:
    return phase.starts_on
