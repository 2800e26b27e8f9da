"""Settling a proposal: accept it as the plan, with everything done to the old one carried over, or refuse it."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.planner.changes.carry_over import is_carried_over
from saas.planner.compose import compose_with_candidates
from saas.planner.inputs import PlanInputs
from saas.plans.actions import find_plan_in_state, lock_plans
from saas.plans.letters import queue_plan_letter
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import find_plan, parse_submission
from saas.plans.rules import Act, next_state

# What a person did to a step.
CARRIED_COLUMNS = ("done_at", "note", "snoozed_until", "dropped_at")


def accept_proposal(session: Session, public_id: str, inputs: PlanInputs) -> Plan:
    """Make a proposal the plan. The old one stays in the history as it is; what was done to its steps is carried over."""
    plan = _get_plan(session, public_id)
    with transaction(session):
        lock_plans(session, plan.account_id)
        plan = _get_plan(session, public_id)
        if next_state(plan.state, "accept") == plan.state:
            return plan
        current = find_plan_in_state(session, plan.account_id, "current")
        if current is not None:
            _settle(current, "supersede")
            session.flush()  # before the other: the database knows that an account has one plan
            _carry_over(session, current, plan, inputs)
        _settle(plan, "accept")
        queue_plan_letter(session, plan)
    return plan


def refuse_proposal(session: Session, public_id: str) -> Plan:
    """Keep the plan as it is. The proposal stays in the history, and the answers stay saved."""
    plan = _get_plan(session, public_id)
    with transaction(session):
        lock_plans(session, plan.account_id)
        plan = _get_plan(session, public_id)
        if next_state(plan.state, "refuse") != plan.state:
            _settle(plan, "refuse")
    return plan


def _get_plan(session: Session, public_id: str) -> Plan:
    plan = session.scalar(select(Plan).where(Plan.public_id == public_id).execution_options(populate_existing=True))
    if plan is None:
        raise NotFound("There is no such plan.")
    return plan


def _settle(plan: Plan, act: Act) -> None:
    plan.state = next_state(plan.state, act)
    plan.settled_at = clock.now() if act != "supersede" else plan.settled_at


def _carry_over(session: Session, old: Plan, new: Plan, inputs: PlanInputs) -> None:
    old_steps = {step.slug: step for step in _list_steps(session, old)}
    new_steps = _list_steps(session, new)
    for step in new_steps:
        if step.slug in old_steps:
            _copy_edits(old_steps[step.slug], step)
    composed = {step.slug for step in new_steps}
    left_out = [slug for slug, step in old_steps.items() if slug not in composed and step.added_for]
    if left_out:
        slugs = _list_carried_replacements(session, old, new, left_out, inputs)
        positions = enumerate(slugs, start=len(new_steps) + 1)
        session.add_all(_copy_step(old_steps[slug], new, position) for position, slug in positions)


def _copy_edits(old: PlanStep, new: PlanStep) -> None:
    for name in CARRIED_COLUMNS:
        setattr(new, name, getattr(old, name))
    if old.moved_from:
        composed_phase = new.phase
        new.phase, new.moved_from = old.phase, "" if old.phase == composed_phase else composed_phase


def _list_steps(session: Session, plan: Plan) -> list[PlanStep]:
    return list(session.scalars(select(PlanStep).where(PlanStep.plan_id == plan.id).order_by(PlanStep.position)))


def _list_carried_replacements(
    session: Session, old: Plan, new: Plan, left_out: list[str], inputs: PlanInputs
) -> list[str]:
    """Replacements they asked for, which the new plan was composed without: they stay while they fit the new answers."""
    old_plan = find_plan(session, old.public_id)
    if old_plan is None:
        return []
    submission = session.scalars(select(Submission).where(Submission.id == new.submission_id)).one()
    composition = compose_with_candidates(parse_submission(submission, inputs), inputs, new.composed_on)
    fitting = composition.fitting_slugs
    return [edit.slug for edit in old_plan.edits if edit.slug in left_out and is_carried_over(edit, fitting)]


def _copy_step(old: PlanStep, new: Plan, position: int) -> PlanStep:
    values = {column.key: getattr(old, column.key) for column in inspect(PlanStep).column_attrs}
    return PlanStep(**{**values, "plan_id": new.id, "position": position})
