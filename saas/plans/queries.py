"""Reading a plan whole, in one statement: the current one, the one that waits, or any by its public id."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, case, select
from sqlalchemy.orm import Session, aliased

from saas.plans.models import Plan, PlanStep
from saas.plans.saved_plan import KeptPlan, KeptStep

_Waiting = aliased(Plan)
_WAITING = select(_Waiting.public_id).where(_Waiting.state == "proposed").limit(1).scalar_subquery()
# The outline is long; sent with every step it costs more than the rest of the statement.
_OUTLINE_ONCE = case((PlanStep.position == 1, Plan.outline), else_=None)
_WHOLE = (
    select(
        Plan.public_id, _OUTLINE_ONCE, Plan.composed_on, Plan.state, Plan.occasion, _WAITING,
        PlanStep.position, PlanStep.phase, PlanStep.kind, PlanStep.title, PlanStep.why, PlanStep.because,
        PlanStep.minutes, PlanStep.due, PlanStep.source, PlanStep.is_gentle, PlanStep.is_weekly, PlanStep.is_note,
        PlanStep.done_at, PlanStep.slug, PlanStep.revision_id, PlanStep.note, PlanStep.snoozed_until,
        PlanStep.dropped_at, PlanStep.moved_from, PlanStep.added_for,
    )
    .join(PlanStep, (PlanStep.plan_id == Plan.id) & (PlanStep.account_id == Plan.account_id))
    .order_by(PlanStep.position)
)  # fmt: skip
_LATEST = _WHOLE.where(Plan.state == "current")
_PROPOSED = _WHOLE.where(Plan.state == "proposed")
_OF_PLAN = 6


def latest(session: Session) -> KeptPlan | None:
    """The account's plan with its steps, and whether another waits beside it. Its first step has position 1."""
    return _read(session, _LATEST)


def proposed(session: Session) -> KeptPlan | None:
    """The plan that waits to be taken or not."""
    return _read(session, _PROPOSED)


def plan(session: Session, public_id: str) -> KeptPlan | None:
    """Any plan of the account."""
    return _read(session, _WHOLE.where(Plan.public_id == public_id))


def _read(session: Session, statement: Select[Any]) -> KeptPlan | None:
    rows = session.execute(statement).all()
    if not rows:
        return None
    public_id, outline, composed_on, state, occasion, waiting = rows[0][:_OF_PLAN]
    steps = [_step(row) for row in rows]
    kept = [step for step in steps if not step.is_dropped]
    dropped = [step for step in steps if step.is_dropped]
    return KeptPlan(public_id, outline, composed_on, kept, dropped, state, occasion, waiting)


def _step(row: Row[Any]) -> KeptStep:
    """In the order selected."""
    return KeptStep(*row[_OF_PLAN:])
