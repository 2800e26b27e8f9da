"""Composing: the first plan is the current one at once, a later one is proposed until its person accepts or refuses it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.planner import outline as composed
from saas.planner.changes.answers import compare_answers, describe_occasion
from saas.planner.compose import Composition, compose_with_candidates
from saas.planner.inputs import PlanInputs
from saas.planner.person import build_profile
from saas.plans.letters import queue_plan_letter
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import parse_submission
from saas.plans.rules import FIRST_OCCASION, State, next_state


def compose_plan(session: Session, submission: Submission, inputs: PlanInputs, today: date) -> Plan:
    """The plan that answers a submission: the current one, or one that is proposed beside it.

    Called again, it gives the plan that is there; one that was refused is composed anew. Answers like those of the
    current plan give that plan.
    """
    existing = session.scalar(select(Plan).where(Plan.submission_id == submission.id))
    if existing is not None and existing.state != "refused":
        return existing
    # Outside of the transaction, because composing takes time and changes nothing.
    composition = compose_with_candidates(parse_submission(submission, inputs), inputs, today)
    with transaction(session):
        lock_plans(session, submission.account_id)
        existing = session.scalar(
            select(Plan).where(Plan.submission_id == submission.id).execution_options(populate_existing=True)
        )
        if existing is not None and existing.state != "refused":
            return existing
        return _save(session, submission, composition, inputs)


def lock_plans(session: Session, account_id: int) -> None:
    """One writer of an account's plans at a time: whoever comes second waits here and finds what the first did."""
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())


def find_plan_in_state(session: Session, account_id: int, state: State) -> Plan | None:
    """The account's current plan, or the proposed one, as the database has it now."""
    statement = select(Plan).where(Plan.account_id == account_id, Plan.state == state)
    return session.scalar(statement.execution_options(populate_existing=True))


def new_step_row(plan: Plan, position: int, step: composed.PlanStep) -> PlanStep:
    """A step of a plan that is in the database already."""
    return PlanStep(
        account_id=plan.account_id,
        plan_id=plan.id,
        position=position,
        revision_id=step.revision_id,
        slug=step.slug,
        phase=step.phase,
        kind=step.kind,
        title=step.title,
        why=step.why,
        because=step.because,
        minutes=step.minutes,
        due=step.due,
        source=step.source.model_dump_json() if step.source else "",
        is_gentle=step.is_gentle,
        is_weekly=step.is_weekly,
        is_note=step.is_note,
    )


def _save(session: Session, submission: Submission, composition: Composition, inputs: PlanInputs) -> Plan:
    current = find_plan_in_state(session, submission.account_id, "current")
    _make_way(session, submission)
    if current is None:
        plan = _new_plan_row(submission, composition.outline, "current", FIRST_OCCASION)
        plan.settled_at = clock.now()
        _insert(session, plan, composition)
        queue_plan_letter(session, plan)
        return plan
    answered = session.scalars(select(Submission).where(Submission.id == current.submission_id)).one()
    if answered.answers == submission.answers:
        return current
    before = build_profile(parse_submission(answered, inputs), inputs, composition.outline.today)
    occasion = describe_occasion(compare_answers(before, composition.person))
    plan = _new_plan_row(submission, composition.outline, "proposed", occasion)
    _insert(session, plan, composition)
    return plan


def _make_way(session: Session, submission: Submission) -> None:
    """A newer proposal takes the place of an older one. A refused plan holds nothing of its person's, and gives way to the
    same answers composed today."""
    proposal = find_plan_in_state(session, submission.account_id, "proposed")
    if proposal is not None:
        proposal.state, proposal.settled_at = next_state(proposal.state, "supersede"), clock.now()
        session.flush()
    session.execute(delete(Plan).where(Plan.submission_id == submission.id, Plan.state == "refused"))


def _insert(session: Session, plan: Plan, composition: Composition) -> None:
    session.add(plan)
    session.flush()
    steps = enumerate(composition.outline.steps, start=1)
    session.add_all(new_step_row(plan, position, step) for position, step in steps)


def _new_plan_row(submission: Submission, outline: composed.Outline, state: State, occasion: str) -> Plan:
    """The plan without its steps."""
    without_steps = replace(outline, phases=tuple(replace(phase, steps=()) for phase in outline.phases))
    return Plan(
        account_id=submission.account_id,
        submission_id=submission.id,
        title=outline.title,
        state=state,
        outline=json.dumps(without_steps.to_dict()),
        version=outline.version,
        composed_on=outline.today,
        occasion=occasion,
    )
