"""The plans an account has had, without their text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from saas.plans.models import Plan, PlanStep
from saas.plans.rules import State

_IS_ACT = and_(PlanStep.is_note.is_(False), PlanStep.dropped_at.is_(None))
_IS_DONE = and_(_IS_ACT, PlanStep.done_at.is_not(None))


@dataclass(frozen=True, slots=True)
class PastPlan:
    """One line of the history. `steps` and `done` leave out what was dropped, and notes."""

    public_id: str
    title: str
    state: State
    occasion: str
    composed_on: date
    settled_at: datetime | None
    steps: int
    done: int


def list_plans(session: Session) -> list[PastPlan]:
    """Newest first, in one statement."""
    rows = session.execute(
        select(
            Plan.public_id, Plan.title, Plan.state, Plan.occasion, Plan.composed_on, Plan.settled_at,
            func.sum(case((_IS_ACT, 1), else_=0)), func.sum(case((_IS_DONE, 1), else_=0)),
        )
        .join(PlanStep, (PlanStep.plan_id == Plan.id) & (PlanStep.account_id == Plan.account_id))
        .group_by(Plan.id)
        .order_by(Plan.id.desc())
    )  # fmt: skip
    return [PastPlan(*row) for row in rows]


def dropped_slugs(session: Session) -> frozenset[str]:
    """Steps this account dropped from any of its plans."""
    return frozenset(session.scalars(select(PlanStep.slug).where(PlanStep.dropped_at.is_not(None)).distinct()))
