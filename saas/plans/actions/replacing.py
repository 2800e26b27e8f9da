"""Another step instead of one that is not relevant."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.plans.actions.rows import hold, open_step, step_row
from saas.plans.models import Plan, PlanStep
from saas.plans.queries.answers import answers_of
from saas.plans.queries.history import dropped_slugs
from saas.plans.queries.reading import plan
from saas.plans.rules.compose import Composition
from saas.plans.rules.ground import Ground
from saas.plans.rules.replacing import Wish, replacement


class NoneLeft(Refusal):
    """Nothing else in the library fits this person and is not in their plan."""


def replace_step(session: Session, public_id: str, position: int, ground: Ground, today: date) -> PlanStep:
    """Drop a step and add the next-best one that fits the answers of this plan. Pressed twice, it gives the same one.

    Missing where there is no such step, NoneLeft where nothing else fits; then the step stays.
    """
    answered = session.scalar(
        select(Submission)
        .join(Plan, (Plan.submission_id == Submission.id) & (Plan.account_id == Submission.account_id))
        .where(Plan.public_id == public_id)
    )
    if answered is None:
        raise NotFound("There is no such step.")
    made = ground.composition(answers_of(answered, ground), today)
    with transaction(session):
        hold(session, answered.account_id)
        step = open_step(session, public_id, position)
        return _given(session, step) or _added(session, public_id, step, made, today)


def _given(session: Session, step: PlanStep) -> PlanStep | None:
    """What the first press of two already gave."""
    if step.dropped_at is None:
        return None
    return session.scalar(
        select(PlanStep).where(
            PlanStep.plan_id == step.plan_id, PlanStep.added_for == step.slug, PlanStep.dropped_at.is_(None)
        )
    )


def _added(session: Session, public_id: str, step: PlanStep, made: Composition, today: date) -> PlanStep:
    kept = plan(session, public_id)
    if kept is None:
        raise NotFound("There is no such step.")
    touches = kept.touches
    dropped = next(touch.step for touch in touches if touch.slug == step.slug)
    spent = frozenset(touch.slug for touch in touches) | dropped_slugs(session)
    chosen = replacement(made, Wish(kept.whole, dropped, spent, today))
    if chosen is None:
        raise NoneLeft(
            "Nothing else in the library fits your answers and is not in the plan, so this step stays. You can still drop it.",
            next_label="Back to the step", next_href=f"/plans/{public_id}/steps/{step.position}",
        )  # fmt: skip
    row = session.scalars(select(Plan).where(Plan.public_id == public_id)).one()
    added = step_row(row, len(touches) + 1, chosen)
    added.added_for, step.dropped_at = step.slug, step.dropped_at or clock.now()
    session.add(added)
    return added
