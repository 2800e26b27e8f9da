"""What a person does with one step of their plan. Each is one transaction; doing it twice changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.facts.loading import Facts
from saas.intake.submissions.models import Submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.planner.compose import Composition
from saas.planner.inputs import Ground
from saas.planner.steps.replacement import Wish, replacement
from saas.planner.steps.windows import WEEKS
from saas.plans.answers import answers_of
from saas.plans.history import dropped_slugs
from saas.plans.models import Plan, PlanStep
from saas.plans.queries import plan
from saas.plans.rows import hold, open_step, step_row
from saas.plans.steps.queries import newer_texts

NOTE_MAX_CHARACTERS = 2000
LONGEST_SNOOZE = timedelta(days=366)


def set_step_completion(session: Session, public_id: str, position: int, *, is_done: bool) -> PlanStep:
    """Mark a step done, or open again."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.done_at = (step.done_at or clock.now()) if is_done else None
    return step


def save_step_note(session: Session, public_id: str, position: int, text: str) -> PlanStep:
    """Keep their own words on a step, in place of earlier ones; empty words take the note away."""
    kept = text.replace("\r\n", "\n").strip()
    if len(kept) > NOTE_MAX_CHARACTERS:
        raise Refusal(
            f"A note holds up to {NOTE_MAX_CHARACTERS:,} characters, and this one has {len(kept):,}. Nothing was saved yet: shorten it and save it again."
        )
    with transaction(session):
        step = open_step(session, public_id, position)
        step.note = kept
    return step


def set_step_phase(session: Session, public_id: str, position: int, phase: str) -> PlanStep:
    """Put a step into another phase. Its date stays, because what it is counted from stays."""
    if phase not in WEEKS:
        raise Refusal("Choose one of the plan’s phases, and the step moves there.")
    with transaction(session):
        step = open_step(session, public_id, position)
        composed = step.moved_from or step.phase
        step.phase, step.moved_from = phase, "" if phase == composed else composed
    return step


def snooze_step(session: Session, public_id: str, position: int, until: date, today: date) -> PlanStep:
    """Keep a step out of sight until a day. It stays in the plan."""
    if not today < until <= today + LONGEST_SNOOZE:
        raise Refusal("Choose a day after today and within a year, and the step comes back on it.")
    with transaction(session):
        step = open_step(session, public_id, position)
        step.snoozed_until = until
    return step


def cancel_step_snooze(session: Session, public_id: str, position: int) -> PlanStep:
    """Bring a step back into sight before its day."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.snoozed_until = None
    return step


def drop_step(session: Session, public_id: str, position: int) -> PlanStep:
    """Take a step out as not relevant. It stays recorded and can be taken back."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.dropped_at = step.dropped_at or clock.now()
    return step


def cancel_step_drop(session: Session, public_id: str, position: int) -> PlanStep:
    """Put a dropped step back where it stood."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.dropped_at = None
    return step


def use_newer_text(session: Session, public_id: str, position: int, facts: Facts) -> None:
    """Let a step read as its piece reads now. Its date, its reason and its tick stay. Missing where there is no newer text."""
    newer = newer_texts(session, public_id, facts).get(position)
    if newer is None:
        raise NotFound("There is no newer text for that step.")
    with transaction(session):
        step = open_step(session, public_id, position)
        step.revision_id, step.title, step.why = newer.revision_id, newer.title, newer.why
        step.source = newer.source_json


class NoneLeft(Refusal):
    """Nothing else in the library fits this person and is not in their plan."""


def replace_step(session: Session, public_id: str, position: int, ground: Ground, today: date) -> PlanStep:
    """Drop a step and add the next-best one that fits the answers of this plan. Pressed twice, it gives the same one.

    Missing where there is no such step, NoneLeft where nothing else fits; then the step stays.
    """
    answered = session.scalar(
        select(Submission)
        .join(Plan, (Plan.submission_id == Submission.id) & (Plan.account_id == Submission.account_id))
        .where(Plan.public_id == public_id)
    )
    if answered is None:
        raise NotFound("There is no such step.")
    made = ground.composition(answers_of(answered, ground), today)
    with transaction(session):
        hold(session, answered.account_id)
        step = open_step(session, public_id, position)
        return _given(session, step) or _added(session, public_id, step, made, today)


def _given(session: Session, step: PlanStep) -> PlanStep | None:
    """What the first press of two already gave."""
    if step.dropped_at is None:
        return None
    return session.scalar(
        select(PlanStep).where(
            PlanStep.plan_id == step.plan_id, PlanStep.added_for == step.slug, PlanStep.dropped_at.is_(None)
        )
    )


def _added(session: Session, public_id: str, step: PlanStep, made: Composition, today: date) -> PlanStep:
    kept = plan(session, public_id)
    if kept is None:
        raise NotFound("There is no such step.")
    touches = kept.touches
    dropped = next(touch.step for touch in touches if touch.slug == step.slug)
    spent = frozenset(touch.slug for touch in touches) | dropped_slugs(session)
    chosen = replacement(made, Wish(kept.whole, dropped, spent, today))
    if chosen is None:
        raise NoneLeft(
            "Nothing else in the library fits your answers and is not in the plan, so this step stays. You can still drop it.",
            next_label="Back to the step", next_href=f"/plans/{public_id}/steps/{step.position}",
        )  # fmt: skip
    row = session.scalars(select(Plan).where(Plan.public_id == public_id)).one()
    added = step_row(row, len(touches) + 1, chosen)
    added.added_for, step.dropped_at = step.slug, step.dropped_at or clock.now()
    session.add(added)
    return added
