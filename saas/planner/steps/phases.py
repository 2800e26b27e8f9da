"""Putting steps into phases: prerequisites first, money and law while a clock runs, and no more than the hours hold."""

from __future__ import annotations

from datetime import date

from saas.planner.outline import Phase, PlanStep
from saas.planner.person import Profile
from saas.planner.reasons import reason_for
from saas.planner.steps.choosing import Candidate
from saas.planner.steps.filling import capacity, fill, load
from saas.planner.steps.opening import opening
from saas.planner.steps.order import sequence
from saas.planner.steps.prerequisites import prerequisites, raised
from saas.planner.steps.windows import ROOMY_HOURS, Window, windows

MOST_STEPS, MOST_STEPS_WITH_TIME = 45, 48


def phases(person: Profile, chosen: tuple[Candidate, ...]) -> tuple[Phase, ...]:
    """All six, in order; a phase may be empty. Overflow moves on by priority and is dropped last."""
    before = prerequisites(chosen)
    calendar = windows(person)
    most = MOST_STEPS_WITH_TIME if person.hours >= ROOMY_HOURS else MOST_STEPS
    placed = fill(raised(chosen, before), before, calendar, opening(person), most)
    ordered = {window.key: sequence(person, placed.of(window.key), before, window) for window in calendar}
    return tuple(_phase(person, window, ordered[window.key], capacity(placed, window, calendar)) for window in calendar)


def _phase(person: Profile, window: Window, held: tuple[Candidate, ...], capacity_minutes: int) -> Phase:
    return Phase(
        key=window.key,
        title=window.title,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        minutes=sum(load(one, window) for one in held),
        capacity_minutes=capacity_minutes,
        steps=tuple(step_in(person, window, one) for one in held),
    )


def _due(one: Candidate, window: Window | Phase) -> date | None:
    """“As soon as possible” is due when its phase starts, where the hours did not allow it sooner. A true limit stays."""
    if one.due.on is None or one.due.is_limit:
        return one.due.on
    return max(one.due.on, window.starts_on)


def step_in(person: Profile, window: Window | Phase, one: Candidate) -> PlanStep:
    """A step as it reads in a phase of this person's plan."""
    piece = one.step.piece
    because, keys = reason_for(person, one.condition, piece.due.partition(" ")[0])
    return PlanStep(
        slug=one.slug,
        revision_id=one.step.revision_id,
        title=person.spoken(piece.title),
        why=person.spoken(piece.why),
        minutes=piece.minutes,
        kind=piece.kind,
        phase=window.key,
        due=_due(one, window),
        source=piece.source or person.source_of(piece.why),
        because=because,
        answers=keys,
        is_gentle=piece.is_gentle,
        is_weekly=piece.is_weekly,
        is_note=piece.is_note,
    )
