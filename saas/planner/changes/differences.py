"""A plan as values by key, the differences between two, and one made into the other by applying them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from saas.planner.outline import DeadlineRow, Direction, Money, Outline, Phase, PlanStep

Key = tuple[str, str]
Items = Mapping[Key, Any]
# Parts that are one value each. The others are taken apart: steps, dates and directions by slug, money by field.
WHOLE = ("today", "title", "role_title", "reading", "decision", "translation", "rhythm", "gentle", "notes", "version")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a plan that differs. None: the plan before, or the plan after, has nothing under that key."""

    part: str
    key: str
    before: Any
    after: Any


def canonical(outline: Outline) -> Outline:
    """A plan as it is compared: which keys a step's reason speaks of is not kept with a plan, its words are."""
    phases = tuple(
        replace(phase, steps=tuple(replace(step, answers=()) for step in phase.steps)) for phase in outline.phases
    )
    return replace(outline, phases=phases)


def items(outline: Outline) -> Items:
    """Everything a plan says. `order` is where a step stands within its phase, `frame` a phase without its steps."""
    seen = canonical(outline)
    found: dict[Key, Any] = {("whole", name): getattr(seen, name) for name in WHOLE}
    found |= {("deadline", row.key): row for row in seen.deadlines}
    found |= {("direction", way.slug): way for way in seen.directions}
    found |= {("money", field.name): getattr(seen.money, field.name) for field in fields(Money)}
    found |= {("step", step.slug): step for step in seen.steps}
    found |= {("frame", phase.key): replace(phase, steps=()) for phase in seen.phases}
    found |= {("order", phase.key): tuple(step.slug for step in phase.steps) for phase in seen.phases}
    return found


def differences(old: Outline, new: Outline) -> tuple[Difference, ...]:
    """In the order of the new plan, then what only the old one had."""
    before, after = items(old), items(new)
    return tuple(
        Difference(*key, before.get(key), after.get(key))
        for key in (*after, *(key for key in before if key not in after))
        if before.get(key) != after.get(key)
    )


def applied(old: Outline, changes: Iterable[Difference]) -> Outline:
    """The new plan, from the old one and the differences alone."""
    values = dict(items(old))
    for change in changes:
        values.pop((change.part, change.key), None)
        if change.after is not None or change.part in ("whole", "money"):
            values[change.part, change.key] = change.after
    return _put_together(values)


def _put_together(values: Items) -> Outline:
    def of(part: str) -> list[Any]:
        return [value for (kind, _), value in values.items() if kind == part]

    return Outline(
        deadlines=tuple(sorted(of("deadline"), key=_by_date)),
        directions=tuple(sorted(of("direction"), key=_by_rank)),
        money=Money(**{key: value for (kind, key), value in values.items() if kind == "money"}),
        phases=tuple(_filled(frame, values) for frame in sorted(of("frame"), key=_by_day)),
        **{name: values["whole", name] for name in WHOLE},
    )


def _filled(frame: Phase, values: Items) -> Phase:
    steps: tuple[PlanStep, ...] = tuple(values["step", slug] for slug in values["order", frame.key])
    return replace(frame, steps=steps)


def _by_date(row: DeadlineRow) -> tuple[bool, date, str]:
    return row.date is None, row.date or date.max, row.key


def _by_rank(way: Direction) -> int:
    return way.rank


def _by_day(phase: Phase) -> date:
    return phase.starts_on
