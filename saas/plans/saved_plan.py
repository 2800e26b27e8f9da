"""The shapes of a plan that is kept, as every page reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import cast

from pydantic import TypeAdapter

from saas.library.kinds.parts import SourceNote
from saas.library.kinds.steps import Phase as PhaseKey
from saas.library.kinds.steps import StepKind
from saas.planner.changes.carry_over import Touch
from saas.planner.outline import DeadlineRow, Outline, PlanStep
from saas.planner.steps.windows import WEEKS
from saas.plans.rules import State

_OUTLINE: TypeAdapter[Outline] = TypeAdapter(Outline)


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step as it stands in a kept plan. `phase` is where it is now, `moved_from` where it was composed to be."""

    position: int
    phase: str
    kind: str
    title: str
    why: str
    because: str
    minutes: int
    due: date | None
    source_json: str
    is_gentle: bool
    is_weekly: bool
    is_note: bool
    done_at: datetime | None
    slug: str = ""
    revision_id: int = 0
    note: str = ""
    snoozed_until: date | None = None
    dropped_at: datetime | None = None
    moved_from: str = ""
    added_for: str = ""

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None

    @property
    def source(self) -> SourceNote | None:
        return SourceNote.model_validate_json(self.source_json) if self.source_json else None

    def is_snoozed(self, today: date) -> bool:
        """Out of sight until its day comes."""
        return self.snoozed_until is not None and self.snoozed_until > today

    @property
    def touch(self) -> Touch:
        """What its person did to it."""
        return Touch(_as_composed(self), bool(self.moved_from), self.is_dropped, bool(self.added_for))


@dataclass(frozen=True)
class KeptPlan:
    """A plan from the database: its outline without steps, and its steps in order. What was dropped stands apart.

    `waiting` is the public id of the proposal that waits beside it, or None.
    """

    public_id: str
    outline_json: str
    composed_on: date
    steps: Sequence[KeptStep]
    dropped: Sequence[KeptStep] = ()
    state: State = "current"
    occasion: str = ""
    waiting: str | None = None

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.outline_json)

    @cached_property
    def whole(self) -> Outline:
        """The outline with the steps as they stand now."""
        phases = tuple(
            replace(phase, steps=tuple(_as_composed(step) for step in self.steps_of(phase.key)))
            for phase in self.outline.phases
        )
        return replace(self.outline, phases=phases)

    @property
    def is_open(self) -> bool:
        """The plan they work with. Others are read and not changed."""
        return self.state == "current"

    def steps_of(self, phase: str) -> list[KeptStep]:
        return [step for step in self.steps if step.phase == phase]

    def minutes_of(self, phase: str) -> int:
        """Minutes of a phase as it stands now; a weekly step counts once a week."""
        return sum(step.minutes * (WEEKS[phase] if step.is_weekly else 1) for step in self.steps_of(phase))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """By position: the number a step is read with, counted through the phases as they stand now."""
        shown = [step for phase in WEEKS for step in self.steps_of(phase)]
        return {step.position: number for number, step in enumerate(shown, start=1)}

    @cached_property
    def acts(self) -> list[KeptStep]:
        """The steps that can be done. A note among them is only there to be known."""
        return [step for step in self.steps if not step.is_note]

    def acts_on(self, today: date) -> list[KeptStep]:
        """The acts that are not put off beyond this day."""
        return [step for step in self.acts if not step.is_snoozed(today)]

    @property
    def touches(self) -> list[Touch]:
        return [step.touch for step in (*self.steps, *self.dropped)]

    def step(self, position: int) -> KeptStep | None:
        """In the plan or dropped."""
        return next((step for step in (*self.steps, *self.dropped) if step.position == position), None)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.acts)

    def deadlines_from(self, today: date) -> list[DeadlineRow]:
        """Deadlines that have a day and have not passed, soonest first."""
        ahead = [row for row in self.outline.deadlines if row.date and row.date >= today]
        return sorted(ahead, key=lambda row: row.date or today)


@lru_cache(maxsize=256)
def outline_of(text: str) -> Outline:
    """A kept outline, without its steps."""
    return _OUTLINE.validate_json(text)


def _as_composed(step: KeptStep) -> PlanStep:
    return PlanStep(
        slug=step.slug, revision_id=step.revision_id, title=step.title, why=step.why, minutes=step.minutes,
        kind=cast(StepKind, step.kind), phase=cast(PhaseKey, step.phase), due=step.due, source=step.source,
        because=step.because, answers=(), is_gentle=step.is_gentle, is_weekly=step.is_weekly, is_note=step.is_note,
    )  # fmt: skip
