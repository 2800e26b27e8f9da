"""The verbs of plans: compose and keep one, and tick its steps off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.facts.shapes import Facts
from saas.intake.models import Submission
from saas.intake.rules import Questionnaire, from_json
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import Missing
from saas.library.catalogue import Catalogue
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import newer_texts
from saas.plans.rules import compose
from saas.plans.rules.outline import Outline


def compose_plan(
    session: Session,
    submission: Submission,
    catalogue: Catalogue,
    facts: Facts,
    questionnaire: Questionnaire,
    today: date,
) -> Plan:
    """The plan that answers a submission. One submission has one plan: asked again, the kept one is given."""
    kept = session.scalar(select(Plan).where(Plan.submission_id == submission.id))
    if kept is not None:
        return kept
    answers = from_json(questionnaire, submission.answers, lambda text: _slug(facts, text))
    outline = compose(answers, catalogue, facts, questionnaire, today)
    with transaction(session):
        # Two presses at once wait here, and the second finds the first one's plan.
        session.execute(select(Account.id).where(Account.id == submission.account_id).with_for_update())
        kept = session.scalar(select(Plan).where(Plan.submission_id == submission.id))
        return kept or _keep(session, submission, outline)


def _keep(session: Session, submission: Submission, outline: Outline) -> Plan:
    """The new plan's rows; what was ticked in the plan before stays ticked where the step is still there."""
    before = select(Plan.id).order_by(Plan.id.desc()).limit(1).scalar_subquery()
    ticked = select(PlanStep.slug, PlanStep.done_at).where(PlanStep.plan_id == before, PlanStep.done_at.is_not(None))
    done = {row.slug: row.done_at for row in session.execute(ticked)}
    plan = _row(submission, outline)
    session.add(plan)
    session.flush()
    session.add_all(_step_rows(plan, outline, done))
    return plan


def tick(session: Session, public_id: str, position: int, *, is_done: bool) -> PlanStep:
    """Mark a step done, or open again. Doing it twice changes nothing."""
    with transaction(session):
        step = session.scalar(
            select(PlanStep)
            .join(Plan, (Plan.id == PlanStep.plan_id) & (Plan.account_id == PlanStep.account_id))
            .where(Plan.public_id == public_id, PlanStep.position == position)
        )
        if step is None:
            raise Missing("There is no such step.")
        step.done_at = (step.done_at or clock.now()) if is_done else None
    return step


def take_newer_text(session: Session, public_id: str, position: int, facts: Facts) -> None:
    """Let a step read as its piece reads now. Its date, its reason and its tick stay. Missing where there is no newer text."""
    newer = newer_texts(session, public_id, facts).get(position)
    if newer is None:
        raise Missing("There is no newer text for that step.")
    with transaction(session):
        step = session.scalars(
            select(PlanStep)
            .join(Plan, (Plan.id == PlanStep.plan_id) & (Plan.account_id == PlanStep.account_id))
            .where(Plan.public_id == public_id, PlanStep.position == position)
        ).one()
        step.revision_id, step.title, step.why = newer.revision_id, newer.title, newer.why
        step.source = newer.source_json


def _row(submission: Submission, outline: Outline) -> Plan:
    bare = replace(outline, phases=tuple(replace(phase, steps=()) for phase in outline.phases))
    return Plan(
        account_id=submission.account_id, submission_id=submission.id, title=outline.title,
        outline=json.dumps(bare.to_dict()), version=outline.version, composed_on=outline.today,
    )  # fmt: skip


def _step_rows(plan: Plan, outline: Outline, done: Mapping[str, datetime | None]) -> list[PlanStep]:
    return [
        PlanStep(
            account_id=plan.account_id, plan_id=plan.id, position=position, revision_id=step.revision_id,
            slug=step.slug, phase=step.phase, kind=step.kind, title=step.title, why=step.why, because=step.because,
            minutes=step.minutes, due=step.due, source=step.source.model_dump_json() if step.source else "",
            is_gentle=step.is_gentle, is_weekly=step.is_weekly, is_note=step.is_note, done_at=done.get(step.slug),
        )
        for position, step in enumerate(outline.steps, start=1)
    ]  # fmt: skip


def _slug(facts: Facts, text: str) -> str | None:
    role = facts.find_role(text)
    return role.slug if role else None
