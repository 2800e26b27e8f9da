"""Word that a plan is ready: queued in the transaction that makes it the plan, with nothing of it in the queue."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.kernel.jobs import LETTERS, Job, enqueue
from saas.plans.models import Plan

SEND_PLAN_LETTER = Job("send_plan_letter", LETTERS)


def announce(session: Session, plan: Plan) -> None:
    """One letter a plan, however often it is announced. It is written when it is sent, from the plan as it stands then."""
    enqueue(session, SEND_PLAN_LETTER, f"plan-letter:{plan.public_id}", plan.account_id, plan.public_id)
