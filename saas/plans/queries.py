"""Reading plans: one with its steps in one statement, the list of all of them, and what composing one needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from saas.facts.loading import load_facts
from saas.intake.answers.json_form import from_json
from saas.intake.questions.queries import current_questionnaire
from saas.intake.submissions.models import Submission
from saas.kernel.conditions import Answers
from saas.library.pieces.queries import load_catalogue
from saas.planner.inputs import PlanInputs
from saas.plans.models import Plan, PlanStep
from saas.plans.rules import State
from saas.plans.saved_plan import SavedPlan, SavedStep

_Proposal = aliased(Plan)
_PROPOSAL_ID = select(_Proposal.public_id).where(_Proposal.state == "proposed").limit(1).scalar_subquery()
# The outline is long; sent with every step it costs more than the rest of the statement.
_OUTLINE_ONCE = case((PlanStep.position == 1, Plan.outline), else_=None)
# In the order of the fields of SavedPlan and SavedStep.
_PLAN_COLUMNS = (Plan.public_id, _OUTLINE_ONCE, Plan.composed_on, Plan.state, Plan.occasion, _PROPOSAL_ID)
_STEP_COLUMNS = (
    PlanStep.position,
    PlanStep.phase,
    PlanStep.kind,
    PlanStep.title,
    PlanStep.why,
    PlanStep.because,
    PlanStep.minutes,
    PlanStep.due,
    PlanStep.source,
    PlanStep.is_gentle,
    PlanStep.is_weekly,
    PlanStep.is_note,
    PlanStep.done_at,
    PlanStep.slug,
    PlanStep.revision_id,
    PlanStep.note,
    PlanStep.snoozed_until,
    PlanStep.dropped_at,
    PlanStep.moved_from,
    PlanStep.added_for,
)
_PLAN_AND_STEPS = (
    select(*_PLAN_COLUMNS, *_STEP_COLUMNS)
    .join(PlanStep, (PlanStep.plan_id == Plan.id) & (PlanStep.account_id == Plan.account_id))
    .order_by(PlanStep.position)
)
_CURRENT = _PLAN_AND_STEPS.where(Plan.state == "current")
_PROPOSED = _PLAN_AND_STEPS.where(Plan.state == "proposed")
_IS_ACT = and_(PlanStep.is_note.is_(False), PlanStep.dropped_at.is_(None))
_IS_DONE = and_(_IS_ACT, PlanStep.done_at.is_not(None))


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One line of the history. `steps` and `done` leave out dropped steps and notes."""

    public_id: str
    title: str
    state: State
    occasion: str
    composed_on: date
    settled_at: datetime | None
    steps: int
    done: int


def find_current_plan(session: Session) -> SavedPlan | None:
    """The account's plan with its steps, and whether another is proposed beside it. Its first step has position 1."""
    return _find(session, _CURRENT)


def find_proposed_plan(session: Session) -> SavedPlan | None:
    """The plan that waits to be accepted or refused."""
    return _find(session, _PROPOSED)


def find_plan(session: Session, public_id: str) -> SavedPlan | None:
    """Any plan of the account."""
    return _find(session, _PLAN_AND_STEPS.where(Plan.public_id == public_id))


def list_plans(session: Session) -> list[PlanSummary]:
    """Newest first, in one statement."""
    rows = session.execute(
        select(
            Plan.public_id,
            Plan.title,
            Plan.state,
            Plan.occasion,
            Plan.composed_on,
            Plan.settled_at,
            func.sum(case((_IS_ACT, 1), else_=0)),
            func.sum(case((_IS_DONE, 1), else_=0)),
        )
        .join(PlanStep, (PlanStep.plan_id == Plan.id) & (PlanStep.account_id == Plan.account_id))
        .group_by(Plan.id)
        .order_by(Plan.id.desc())
    )
    return [PlanSummary(*row) for row in rows]


def find_answered_submission(session: Session, public_id: str) -> Submission | None:
    """The submission that a plan answers."""
    return session.scalar(
        select(Submission)
        .join(Plan, (Plan.submission_id == Submission.id) & (Plan.account_id == Submission.account_id))
        .where(Plan.public_id == public_id)
    )


def load_plan_inputs(session: Session) -> PlanInputs:
    """The library as it is published now, the facts, and the questions."""
    return PlanInputs(load_catalogue(session), load_facts(), current_questionnaire(session))


def parse_submission(submission: Submission, inputs: PlanInputs) -> Answers:
    """The answers of a submission, as `compose` takes them. A role that was typed is looked up by its title."""
    return from_json(inputs.questionnaire, submission.answers, lambda text: _find_role_slug(inputs, text))


def _find_role_slug(inputs: PlanInputs, text: str) -> str | None:
    role = inputs.facts.find_role(text)
    return role.slug if role else None


def _find(session: Session, statement: Select[Any]) -> SavedPlan | None:
    rows = session.execute(statement).all()
    if not rows:
        return None
    steps = [_step(row) for row in rows]
    public_id, outline, composed_on, state, occasion, proposal_id = rows[0][: len(_PLAN_COLUMNS)]
    return SavedPlan(
        public_id,
        outline,
        composed_on,
        steps=[step for step in steps if not step.is_dropped],
        dropped=[step for step in steps if step.is_dropped],
        state=state,
        occasion=occasion,
        proposal_id=proposal_id,
    )


def _step(row: Row[Any]) -> SavedStep:
    return SavedStep(*row[len(_PLAN_COLUMNS) :])
