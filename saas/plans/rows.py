"""Plans and steps as rows, and the one place where an account's plan is looked for to be changed."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.intake.submissions.models import Submission
from saas.kernel.errors import NotFound, Refusal
from saas.planner import outline as shapes
from saas.planner.outline import Outline
from saas.plans.models import Plan, PlanStep
from saas.plans.rules import State


def hold(session: Session, account_id: int) -> None:
    """One writer of an account's plans at a time: whoever comes second waits here and finds what the first did."""
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())


def in_state(session: Session, account_id: int, state: State) -> Plan | None:
    """The account's current plan, or the one that waits."""
    wanted = select(Plan).where(Plan.account_id == account_id, Plan.state == state)
    return session.scalar(wanted.execution_options(populate_existing=True))


def open_step(session: Session, public_id: str, position: int) -> PlanStep:
    """A step of the plan they work with, locked. Missing where there is none; Refusal where the plan is another one."""
    row = session.execute(
        select(PlanStep, Plan.state)
        .join(Plan, (Plan.id == PlanStep.plan_id) & (Plan.account_id == PlanStep.account_id))
        .where(Plan.public_id == public_id, PlanStep.position == position)
        .with_for_update(of=PlanStep)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such step.")
    if row.state != "current":
        raise Refusal(
            "This is not the plan you work with now, so it stays as it is.",
            next_label="Open your plan", next_href="/plan",
        )  # fmt: skip
    return row[0]


def plan_row(submission: Submission, outline: Outline, state: State, occasion: str) -> Plan:
    """The plan without its steps."""
    bare = replace(outline, phases=tuple(replace(phase, steps=()) for phase in outline.phases))
    return Plan(
        account_id=submission.account_id, submission_id=submission.id, title=outline.title, state=state,
        outline=json.dumps(bare.to_dict()), version=outline.version, composed_on=outline.today, occasion=occasion,
    )  # fmt: skip


def step_row(plan: Plan, position: int, step: shapes.PlanStep) -> PlanStep:
    """A step in a plan that already has its number."""
    return PlanStep(
        account_id=plan.account_id, plan_id=plan.id, position=position, revision_id=step.revision_id,
        slug=step.slug, phase=step.phase, kind=step.kind, title=step.title, why=step.why, because=step.because,
        minutes=step.minutes, due=step.due, source=step.source.model_dump_json() if step.source else "",
        is_gentle=step.is_gentle, is_weekly=step.is_weekly, is_note=step.is_note,
    )  # fmt: skip
