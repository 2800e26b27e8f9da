"""What a person does with one step of their plan. Each is one transaction; doing it twice changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.facts.loading import Facts
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.planner.compose import Composition, compose_with_candidates
from saas.planner.inputs import PlanInputs
from saas.planner.replacement import ReplacementRequest, find_replacement
from saas.planner.steps.windows import WEEKS
from saas.plans.actions import lock_plans, new_step_row
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import find_answered_submission, find_plan, parse_submission
from saas.plans.steps.queries import list_dropped_slugs, list_newer_texts

NOTE_MAX_CHARACTERS = 2000
LONGEST_SNOOZE = timedelta(days=366)


class NoReplacement(Refusal):
    """Nothing else in the library fits this person and is not in their plan."""


def set_step_completion(session: Session, public_id: str, position: int, *, is_done: bool) -> PlanStep:
    """Mark a step done, or open again."""
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.done_at = (step.done_at or clock.now()) if is_done else None
    return step


def save_step_note(session: Session, public_id: str, position: int, text: str) -> PlanStep:
    """Save their own words on a step, in place of earlier ones; an empty text removes the note."""
    note = text.replace("\r\n", "\n").strip()
    if len(note) > NOTE_MAX_CHARACTERS:
        raise Refusal(
            f"A note holds up to {NOTE_MAX_CHARACTERS:,} characters, and this one has {len(note):,}. "
            "Nothing was saved yet: shorten it and save it again."
        )
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.note = note
    return step


def set_step_phase(session: Session, public_id: str, position: int, phase: str) -> PlanStep:
    """Move a step to another phase. Its date stays, because what it is counted from stays."""
    if phase not in WEEKS:
        raise Refusal("Choose one of the plan’s phases, and the step moves there.")
    with transaction(session):
        step = _lock_step(session, public_id, position)
        composed_phase = step.moved_from or step.phase
        step.phase, step.moved_from = phase, "" if phase == composed_phase else composed_phase
    return step


def snooze_step(session: Session, public_id: str, position: int, until: date, today: date) -> PlanStep:
    """Hide a step from Today until a day. It stays in the plan."""
    if not today < until <= today + LONGEST_SNOOZE:
        raise Refusal("Choose a day after today and within a year, and the step comes back on it.")
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.snoozed_until = until
    return step


def cancel_step_snooze(session: Session, public_id: str, position: int) -> PlanStep:
    """Show a step again before its day."""
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.snoozed_until = None
    return step


def drop_step(session: Session, public_id: str, position: int) -> PlanStep:
    """Take a step out as not relevant. It stays recorded, and the drop can be canceled."""
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.dropped_at = step.dropped_at or clock.now()
    return step


def cancel_step_drop(session: Session, public_id: str, position: int) -> PlanStep:
    """Put a dropped step back where it stood."""
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.dropped_at = None
    return step


def use_newer_text(session: Session, public_id: str, position: int, facts: Facts) -> None:
    """Let a step read as its piece reads now. Its date, reason and completion stay. NotFound where there is no newer text."""
    newer = list_newer_texts(session, public_id, facts).get(position)
    if newer is None:
        raise NotFound("There is no newer text for that step.")
    with transaction(session):
        step = _lock_step(session, public_id, position)
        step.revision_id, step.title, step.why = newer.revision_id, newer.title, newer.why
        step.source = newer.source_json


def replace_step(session: Session, public_id: str, position: int, inputs: PlanInputs, today: date) -> PlanStep:
    """Drop a step and add the next-best one that fits the answers of this plan. Pressed twice, it gives the same one.

    NotFound where there is no such step, NoReplacement where nothing else fits; then the step stays.
    """
    submission = find_answered_submission(session, public_id)
    if submission is None:
        raise NotFound("There is no such step.")
    # Outside of the transaction, because composing takes time and changes nothing.
    composition = compose_with_candidates(parse_submission(submission, inputs), inputs, today)
    with transaction(session):
        lock_plans(session, submission.account_id)
        step = _lock_step(session, public_id, position)
        return _find_earlier_replacement(session, step) or _replace(session, public_id, step, composition, today)


def _lock_step(session: Session, public_id: str, position: int) -> PlanStep:
    """A step of the current plan, locked. NotFound where there is none; Refusal where the plan is another one."""
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
            next_label="Open your plan",
            next_href="/plan",
        )
    return row[0]


def _find_earlier_replacement(session: Session, step: PlanStep) -> PlanStep | None:
    """What the first press of two already added."""
    if step.dropped_at is None:
        return None
    return session.scalar(
        select(PlanStep).where(
            PlanStep.plan_id == step.plan_id, PlanStep.added_for == step.slug, PlanStep.dropped_at.is_(None)
        )
    )


def _replace(session: Session, public_id: str, step: PlanStep, composition: Composition, today: date) -> PlanStep:
    plan = find_plan(session, public_id)
    if plan is None:
        raise NotFound("There is no such step.")
    edits = plan.edits
    dropped = next(edit.step for edit in edits if edit.slug == step.slug)
    used_slugs = frozenset(edit.slug for edit in edits) | list_dropped_slugs(session)
    request = ReplacementRequest(plan.full_outline, dropped, used_slugs, today)
    replacement = find_replacement(composition, request)
    if replacement is None:
        raise NoReplacement(
            "Nothing else in the library fits your answers and is not in the plan, so this step stays. You can still drop it.",
            next_label="Back to the step",
            next_href=f"/plans/{public_id}/steps/{step.position}",
        )
    plan_row = session.scalars(select(Plan).where(Plan.public_id == public_id)).one()
    added = new_step_row(plan_row, len(edits) + 1, replacement)
    added.added_for, step.dropped_at = step.slug, step.dropped_at or clock.now()
    session.add(added)
    return added
