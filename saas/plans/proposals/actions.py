"""Settling a proposal: take it as the plan, with everything done to the old one carried over, or keep the plan."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.planner.changes.carry_over import is_kept
from saas.planner.inputs import Ground
from saas.plans.answers import answers_of
from saas.plans.exports.letter_queue import announce
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import plan as read
from saas.plans.rows import hold, in_state
from saas.plans.rules import Act, after
from saas.plans.saved_plan import KeptPlan

# What a person did to a step, and what the words are that they chose for it.
CARRIED = ("done_at", "note", "snoozed_until", "dropped_at")


def accept(session: Session, public_id: str, ground: Ground) -> Plan:
    """Make a proposal the plan. The old one stays in the history as it is; what was done to its steps is carried over."""
    plan = _found(session, public_id)
    with transaction(session):
        hold(session, plan.account_id)
        plan = _found(session, public_id)
        if after(plan.state, "accept") == plan.state:
            return plan
        current = in_state(session, plan.account_id, "current")
        if current is not None:
            _settle(current, "supersede")
            session.flush()  # before the other: the database knows that an account has one plan
            _carry(session, current, plan, ground)
        _settle(plan, "accept")
        announce(session, plan)
    return plan


def refuse(session: Session, public_id: str) -> Plan:
    """Keep the plan as it is. The proposal stays in the history, and the answers stay saved."""
    plan = _found(session, public_id)
    with transaction(session):
        hold(session, plan.account_id)
        plan = _found(session, public_id)
        if after(plan.state, "refuse") != plan.state:
            _settle(plan, "refuse")
    return plan


def _found(session: Session, public_id: str) -> Plan:
    plan = session.scalar(select(Plan).where(Plan.public_id == public_id).execution_options(populate_existing=True))
    if plan is None:
        raise NotFound("There is no such plan.")
    return plan


def _settle(plan: Plan, act: Act) -> None:
    plan.state = after(plan.state, act)
    plan.settled_at = clock.now() if act != "supersede" else plan.settled_at


def _carry(session: Session, old: Plan, new: Plan, ground: Ground) -> None:
    before = {step.slug: step for step in _steps(session, old)}
    steps = _steps(session, new)
    for step in steps:
        if step.slug in before:
            _copy(before[step.slug], step)
    kept = read(session, old.public_id)
    missing = [slug for slug in before if slug not in {step.slug for step in steps} and before[slug].added_for]
    if kept is not None and missing:
        session.add_all(_asked_for(session, kept, missing, before, new, ground, len(steps)))


def _copy(old: PlanStep, new: PlanStep) -> None:
    for name in CARRIED:
        setattr(new, name, getattr(old, name))
    if old.moved_from:
        composed = new.phase
        new.phase, new.moved_from = old.phase, "" if old.phase == composed else composed


def _steps(session: Session, plan: Plan) -> list[PlanStep]:
    return list(session.scalars(select(PlanStep).where(PlanStep.plan_id == plan.id).order_by(PlanStep.position)))


def _asked_for(
    session: Session,
    kept: KeptPlan,
    missing: list[str],
    before: dict[str, PlanStep],
    new: Plan,
    ground: Ground,
    count: int,
) -> list[PlanStep]:
    """Steps they asked for, which the new plan was composed without: they stay while they fit the new answers."""
    answered = session.scalars(select(Submission).where(Submission.id == new.submission_id)).one()
    fitting = {one.slug for one in ground.composition(answers_of(answered, ground), new.composed_on).candidates}
    wanted = [touch.slug for touch in kept.touches if touch.slug in missing and is_kept(touch, fitting)]
    return [_again(before[slug], new, count + place) for place, slug in enumerate(wanted, start=1)]


def _again(old: PlanStep, new: Plan, position: int) -> PlanStep:
    values = {column.key: getattr(old, column.key) for column in inspect(PlanStep).column_attrs}
    return PlanStep(**{**values, "plan_id": new.id, "position": position})
