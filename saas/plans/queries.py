"""Reading plans: the latest one whole, or only what the dashboard needs. Rows, not entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from saas.facts.shapes import Facts
from saas.kernel.tokens import plain
from saas.library.models import Piece, Revision
from saas.library.shapes import SourceNote, StepPiece
from saas.library.stored import shape_of
from saas.plans.models import Plan, PlanStep
from saas.plans.rules.outline import DeadlineRow, Outline

_OUTLINE: TypeAdapter[Outline] = TypeAdapter(Outline)


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step as it stands in a kept plan."""

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

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def source(self) -> SourceNote | None:
        return SourceNote.model_validate_json(self.source_json) if self.source_json else None


@dataclass(frozen=True)
class KeptPlan:
    """A plan from the database: its outline without steps, and its steps in order."""

    public_id: str
    outline_json: str
    composed_on: date
    steps: Sequence[KeptStep]

    @cached_property
    def outline(self) -> Outline:
        return _outline(self.outline_json)

    def steps_of(self, phase: str) -> list[KeptStep]:
        return [step for step in self.steps if step.phase == phase]

    @cached_property
    def acts(self) -> list[KeptStep]:
        """The steps that can be done. A note among them is only there to be known."""
        return [step for step in self.steps if not step.is_note]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.acts)

    def deadlines_from(self, today: date) -> list[DeadlineRow]:
        """Deadlines that have a day and have not passed, soonest first."""
        ahead = [row for row in self.outline.deadlines if row.date and row.date >= today]
        return sorted(ahead, key=lambda row: row.date or today)


@lru_cache(maxsize=256)
def _outline(text: str) -> Outline:
    return _OUTLINE.validate_json(text)


_NEWEST = select(Plan.id).order_by(Plan.id.desc()).limit(1).scalar_subquery()
# The outline is long; sent with every step it costs more than the rest of the statement.
_OUTLINE_ONCE = case((PlanStep.position == 1, Plan.outline), else_=None)
_LATEST = (
    select(
        Plan.public_id, _OUTLINE_ONCE, Plan.composed_on,
        PlanStep.position, PlanStep.phase, PlanStep.kind, PlanStep.title, PlanStep.why, PlanStep.because,
        PlanStep.minutes, PlanStep.due, PlanStep.source, PlanStep.is_gentle, PlanStep.is_weekly, PlanStep.is_note,
        PlanStep.done_at,
    )
    .join(PlanStep, (PlanStep.plan_id == Plan.id) & (PlanStep.account_id == Plan.account_id))
    .where(Plan.id == _NEWEST)
    .order_by(PlanStep.position)
)  # fmt: skip


def latest(session: Session) -> KeptPlan | None:
    """The account's newest plan with its steps, in one statement. Its first step has position 1."""
    rows = session.execute(_LATEST).all()
    if not rows:
        return None
    public_id, outline, composed_on = rows[0][:3]
    return KeptPlan(public_id, outline, composed_on, [_step(*row[3:]) for row in rows])


@dataclass(frozen=True, slots=True)
class NewerText:
    """A step as its piece reads now, figures written out, where that is not what the plan was built from."""

    revision_id: int
    title: str
    why: str
    source_json: str


def newer_texts(session: Session, public_id: str, facts: Facts) -> dict[int, NewerText]:
    """By position: steps of a plan whose piece says something else today. Nothing for a piece that was withdrawn."""
    rows = session.execute(
        select(PlanStep.position, PlanStep.title, PlanStep.why, Revision.id, Revision.body)
        .join(Plan, (Plan.id == PlanStep.plan_id) & (Plan.account_id == PlanStep.account_id))
        .join(Piece, (Piece.slug == PlanStep.slug) & (Piece.kind == "step"))
        .join(Revision, Revision.id == Piece.published_revision_id)
        .where(Plan.public_id == public_id, Revision.id != PlanStep.revision_id)
    ).all()
    newer = {row.position: _newer(row.id, cast(StepPiece, shape_of("step", row.body)), facts) for row in rows}
    held = {row.position: (row.title, row.why) for row in rows}
    return {position: text for position, text in newer.items() if held[position] != (text.title, text.why)}


def _newer(revision_id: int, piece: StepPiece, facts: Facts) -> NewerText:
    def spoken(text: str) -> str:
        return plain(text, lambda key: facts.figure(key).text)

    source = piece.source.model_dump_json() if piece.source else ""
    return NewerText(revision_id, spoken(piece.title), spoken(piece.why), source)


def _step(*columns: Any) -> KeptStep:
    """In the order selected."""
    return KeptStep(*columns)
