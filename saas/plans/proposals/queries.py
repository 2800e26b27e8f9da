"""What a proposal would change, with the reason of every line."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from saas.planner.changes.report import PlanVersion, Report, report_changes
from saas.planner.inputs import PlanInputs
from saas.plans.queries import find_answered_submission, find_current_plan, find_proposed_plan, parse_submission
from saas.plans.saved_plan import SavedPlan


@dataclass(frozen=True, slots=True)
class ProposedChanges:
    """The plan, the one that is proposed, and what lies between them."""

    current: SavedPlan
    proposal: SavedPlan
    report: Report


def find_proposed_changes(session: Session, inputs: PlanInputs) -> ProposedChanges | None:
    """None where nothing is proposed."""
    current, proposal = find_current_plan(session), find_proposed_plan(session)
    if current is None or proposal is None:
        return None
    old, new = (_version(session, plan, inputs) for plan in (current, proposal))
    return ProposedChanges(current, proposal, report_changes(inputs, old, new, current.edits))


def _version(session: Session, plan: SavedPlan, inputs: PlanInputs) -> PlanVersion:
    submission = find_answered_submission(session, plan.public_id)
    if submission is None:
        raise LookupError(f"Plan {plan.public_id} answers no submission.")  # a foreign key forbids it
    return PlanVersion(parse_submission(submission, inputs), plan.full_outline)
