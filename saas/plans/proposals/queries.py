"""What a waiting proposal would change, with the reason of every line."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.submissions.models import Submission
from saas.kernel.conditions import Answers
from saas.planner.changes.report import Report, Side, report
from saas.planner.inputs import Ground
from saas.plans.answers import answers_of
from saas.plans.models import Plan
from saas.plans.queries import latest, proposed
from saas.plans.saved_plan import KeptPlan


@dataclass(frozen=True, slots=True)
class Waiting:
    """The plan, the one that waits, and what lies between them."""

    current: KeptPlan
    proposal: KeptPlan
    report: Report


def changes(session: Session, ground: Ground) -> Waiting | None:
    """None where nothing waits."""
    current, proposal = latest(session), proposed(session)
    if current is None or proposal is None:
        return None
    old, new = (Side(_answers(session, kept, ground), kept.whole) for kept in (current, proposal))
    return Waiting(current, proposal, report(ground, old, new, current.touches))


def _answers(session: Session, kept: KeptPlan, ground: Ground) -> Answers:
    submission = session.scalars(
        select(Submission)
        .join(Plan, (Plan.submission_id == Submission.id) & (Plan.account_id == Submission.account_id))
        .where(Plan.public_id == kept.public_id)
    ).one()
    return answers_of(submission, ground)
