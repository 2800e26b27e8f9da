"""Composing: the first plan is the plan at once, a later one waits until its person has looked at it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from saas.facts.loading import Facts
from saas.intake.questions.questionnaire import Questionnaire
from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.library.catalogue import Catalogue
from saas.planner.changes.answers import changed_answers, occasion
from saas.planner.compose import Composition
from saas.planner.inputs import Ground
from saas.planner.person import profile
from saas.plans.answers import answers_of
from saas.plans.exports.letter_queue import announce
from saas.plans.models import Plan
from saas.plans.rows import hold, in_state, plan_row, step_row
from saas.plans.rules import after

FIRST = "These were your first answers."


def compose_plan(
    session: Session,
    submission: Submission,
    catalogue: Catalogue,
    facts: Facts,
    questionnaire: Questionnaire,
    today: date,
) -> Plan:
    """The plan that answers a submission: the current one, or one that waits beside it. Asked again, the kept one is
    given; one that was not taken is composed anew. Answers like those of the current plan are that plan's."""
    kept = session.scalar(select(Plan).where(Plan.submission_id == submission.id))
    if kept is not None and kept.state != "refused":
        return kept
    ground = Ground(catalogue, facts, questionnaire)
    made = ground.composition(answers_of(submission, ground), today)
    with transaction(session):
        hold(session, submission.account_id)
        kept = session.scalar(
            select(Plan).where(Plan.submission_id == submission.id).execution_options(populate_existing=True)
        )
        if kept is not None and kept.state != "refused":
            return kept
        return _keep(session, submission, made, ground)


def _keep(session: Session, submission: Submission, made: Composition, ground: Ground) -> Plan:
    current = in_state(session, submission.account_id, "current")
    _set_aside(session, submission)
    if current is None:
        return _written(session, plan_row(submission, made.outline, "current", FIRST), made, is_settled=True)
    answered = session.scalars(select(Submission).where(Submission.id == current.submission_id)).one()
    if answered.answers == submission.answers:
        return current
    before = profile(
        answers_of(answered, ground), ground.catalogue, ground.facts, ground.questionnaire, made.outline.today
    )
    why = occasion(changed_answers(before, made.person))
    return _written(session, plan_row(submission, made.outline, "proposed", why), made, is_settled=False)


def _set_aside(session: Session, submission: Submission) -> None:
    """A newer proposal takes the place of the one that waits. One that was not taken has nothing of its person's in it,
    and gives way to the same answers composed today."""
    waiting = in_state(session, submission.account_id, "proposed")
    if waiting is not None:
        waiting.state, waiting.settled_at = after(waiting.state, "supersede"), clock.now()
        session.flush()
    session.execute(delete(Plan).where(Plan.submission_id == submission.id, Plan.state == "refused"))


def _written(session: Session, plan: Plan, made: Composition, *, is_settled: bool) -> Plan:
    plan.settled_at = clock.now() if is_settled else None
    session.add(plan)
    session.flush()
    session.add_all(step_row(plan, place, step) for place, step in enumerate(made.outline.steps, start=1))
    if is_settled:
        announce(session, plan)
    return plan
