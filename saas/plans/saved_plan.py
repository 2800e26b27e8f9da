"""A plan as it is read from the database: immutable, and the same for every page, export and letter."""

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
from saas.planner.changes.carry_over import StepEdit
from saas.planner.outline import DeadlineRow, Outline, PlanStep
from saas.planner.steps.windows import WEEKS
from saas.plans.rules import State

_OUTLINE: TypeAdapter[Outline] = TypeAdapter(Outline)


@dataclass(frozen=True, slots=True)
class SavedStep:
    """A step as it stands in a saved plan. `phase` is where it is now, `moved_from` where it was composed to be."""

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
    def edit(self) -> StepEdit:
        """What its person did to it."""
        return StepEdit(self.as_composed(), bool(self.moved_from), self.is_dropped, bool(self.added_for))

    def as_composed(self) -> PlanStep:
        """The step as the planner knows it, without what its person did."""
        return PlanStep(
            slug=self.slug,
            revision_id=self.revision_id,
            title=self.title,
            why=self.why,
            minutes=self.minutes,
            kind=cast(StepKind, self.kind),
            phase=cast(PhaseKey, self.phase),
            due=self.due,
            source=self.source,
            because=self.because,
            answers=(),
            is_gentle=self.is_gentle,
            is_weekly=self.is_weekly,
            is_note=self.is_note,
        )


@dataclass(frozen=True)
class SavedPlan:
    """A plan from the database: its outline without steps, and its steps in order. Dropped steps stand apart.

    `proposal_id` is the public id of the plan that is proposed beside it, or None.
    """

    public_id: str
    outline_json: str
    composed_on: date
    steps: Sequence[SavedStep]
    dropped: Sequence[SavedStep] = ()
    state: State = "current"
    occasion: str = ""
    proposal_id: str | None = None

    @cached_property
    def outline(self) -> Outline:
        """Everything but the steps."""
        return parse_outline(self.outline_json)

    @cached_property
    def full_outline(self) -> Outline:
        """The outline with the steps as they stand now."""
        phases = tuple(
            replace(phase, steps=tuple(step.as_composed() for step in self.steps_in(phase.key)))
            for phase in self.outline.phases
        )
        return replace(self.outline, phases=phases)

    @property
    def is_current(self) -> bool:
        """The plan they work with. Others are read and not changed."""
        return self.state == "current"

    def steps_in(self, phase: str) -> list[SavedStep]:
        return [step for step in self.steps if step.phase == phase]

    def minutes_in(self, phase: str) -> int:
        """Minutes of a phase as it stands now; a weekly step counts once a week."""
        return sum(step.minutes * (WEEKS[phase] if step.is_weekly else 1) for step in self.steps_in(phase))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """By position: the number a step is read with, counted through the phases as they stand now."""
        shown = [step for phase in WEEKS for step in self.steps_in(phase)]
        return {step.position: number for number, step in enumerate(shown, start=1)}

    @cached_property
    def acts(self) -> list[SavedStep]:
        """The steps that can be done. A note among them is only there to be known."""
        return [step for step in self.steps if not step.is_note]

    def acts_on(self, today: date) -> list[SavedStep]:
        """The acts that are not snoozed beyond this day."""
        return [step for step in self.acts if not step.is_snoozed(today)]

    @property
    def edits(self) -> list[StepEdit]:
        """What its person did to each of its steps."""
        return [step.edit for step in (*self.steps, *self.dropped)]

    def find_step(self, position: int) -> SavedStep | None:
        """In the plan or dropped."""
        return next((step for step in (*self.steps, *self.dropped) if step.position == position), None)

    @property
    def done_count(self) -> int:
        return sum(step.is_done for step in self.acts)

    def upcoming_deadlines(self, today: date) -> list[DeadlineRow]:
        """Deadlines that have a day and have not passed, soonest first."""
        upcoming = [row for row in self.outline.deadlines if row.date and row.date >= today]
        return sorted(upcoming, key=lambda row: row.date or today)


@lru_cache(maxsize=256)
def parse_outline(text: str) -> Outline:
    """A stored outline, without its steps."""
    return _OUTLINE.validate_json(text)
