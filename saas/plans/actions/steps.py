"""What a person does with one step of their plan. Each is one transaction; doing it twice changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from saas.facts.loading import Facts
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.plans.actions.rows import open_step
from saas.plans.models import PlanStep
from saas.plans.queries.newer import newer_texts
from saas.plans.rules.ordering.calendar import WEEKS

MOST_NOTE = 2000
LONGEST_SNOOZE = timedelta(days=366)


def tick(session: Session, public_id: str, position: int, *, is_done: bool) -> PlanStep:
    """Mark a step done, or open again."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.done_at = (step.done_at or clock.now()) if is_done else None
    return step


def note(session: Session, public_id: str, position: int, text: str) -> PlanStep:
    """Keep their own words on a step, in place of earlier ones; empty words take the note away."""
    kept = text.replace("\r\n", "\n").strip()
    if len(kept) > MOST_NOTE:
        raise Refusal(
            f"A note holds up to {MOST_NOTE:,} characters, and this one has {len(kept):,}. Nothing was saved yet: shorten it and save it again."
        )
    with transaction(session):
        step = open_step(session, public_id, position)
        step.note = kept
    return step


def move(session: Session, public_id: str, position: int, phase: str) -> PlanStep:
    """Put a step into another phase. Its date stays, because what it is counted from stays."""
    if phase not in WEEKS:
        raise Refusal("Choose one of the plan’s phases, and the step moves there.")
    with transaction(session):
        step = open_step(session, public_id, position)
        composed = step.moved_from or step.phase
        step.phase, step.moved_from = phase, "" if phase == composed else composed
    return step


def snooze(session: Session, public_id: str, position: int, until: date, today: date) -> PlanStep:
    """Keep a step out of sight until a day. It stays in the plan."""
    if not today < until <= today + LONGEST_SNOOZE:
        raise Refusal("Choose a day after today and within a year, and the step comes back on it.")
    with transaction(session):
        step = open_step(session, public_id, position)
        step.snoozed_until = until
    return step


def wake(session: Session, public_id: str, position: int) -> PlanStep:
    """Bring a step back into sight before its day."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.snoozed_until = None
    return step


def drop(session: Session, public_id: str, position: int) -> PlanStep:
    """Take a step out as not relevant. It stays recorded and can be taken back."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.dropped_at = step.dropped_at or clock.now()
    return step


def take_back(session: Session, public_id: str, position: int) -> PlanStep:
    """Put a dropped step back where it stood."""
    with transaction(session):
        step = open_step(session, public_id, position)
        step.dropped_at = None
    return step


def take_newer_text(session: Session, public_id: str, position: int, facts: Facts) -> None:
    """Let a step read as its piece reads now. Its date, its reason and its tick stay. Missing where there is no newer text."""
    newer = newer_texts(session, public_id, facts).get(position)
    if newer is None:
        raise NotFound("There is no newer text for that step.")
    with transaction(session):
        step = open_step(session, public_id, position)
        step.revision_id, step.title, step.why = newer.revision_id, newer.title, newer.why
        step.source = newer.source_json
