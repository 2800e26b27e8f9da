"""The phases of a plan with their steps: prerequisites first, money and law while a clock runs, no more than the hours hold."""

from __future__ import annotations

from datetime import date

from saas.planner.outline import Phase, PlanStep
from saas.planner.person import Profile
from saas.planner.reasons import explain_by_condition
from saas.planner.steps.choosing import Candidate
from saas.planner.steps.filling import fill_phases, load_minutes, remaining_minutes
from saas.planner.steps.horizon import Horizon
from saas.planner.steps.opening import opening_for
from saas.planner.steps.order import find_prerequisites, order_steps, raise_prerequisites
from saas.planner.steps.spine import fill_slots
from saas.planner.steps.windows import MANY_HOURS, Window, phase_windows

MOST_STEPS, MOST_STEPS_WITH_TIME = 48, 52


def build_phases(person: Profile, candidates: tuple[Candidate, ...], horizon: Horizon) -> tuple[Phase, ...]:
    """To the plan's last day, in order; a phase may be empty. What fills a slot comes before any extra; overflow moves on by priority and
    is dropped last."""
    candidates = fill_slots(person, candidates, person.facts.slots)
    prerequisites = find_prerequisites(candidates)
    windows = phase_windows(person, horizon)
    most = MOST_STEPS_WITH_TIME if person.hours >= MANY_HOURS else MOST_STEPS
    raised = raise_prerequisites(candidates, prerequisites)
    placement = fill_phases(raised, prerequisites, windows, opening_for(person), most)
    return tuple(
        _phase(
            person,
            window,
            order_steps(person, placement.in_phase(window.key), prerequisites, window),
            remaining_minutes(placement, window, windows),
        )
        for window in windows
    )


def build_step(person: Profile, window: Window | Phase, candidate: Candidate) -> PlanStep:
    """A step as it reads in a phase of this person's plan."""
    piece = candidate.step.content
    because, keys = explain_by_condition(person, candidate.condition, piece.due.partition(" ")[0])
    return PlanStep(
        slug=candidate.slug,
        revision_id=candidate.step.revision_id,
        title=person.write_figures(piece.title),
        why=person.write_figures(piece.why),
        minutes=piece.minutes,
        kind=piece.kind,
        phase=window.key,
        due=_due_in(candidate, window),
        source=piece.source or person.find_source(piece.why),
        because=because,
        answers=keys,
        is_gentle=piece.is_gentle,
        is_weekly=piece.is_weekly,
        is_note=piece.is_note,
    )


def _phase(person: Profile, window: Window, candidates: tuple[Candidate, ...], capacity_minutes: int) -> Phase:
    return Phase(
        key=window.key,
        title=window.title,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        minutes=sum(load_minutes(candidate, window) for candidate in candidates),
        capacity_minutes=capacity_minutes,
        steps=tuple(build_step(person, window, candidate) for candidate in candidates),
    )


def _due_in(candidate: Candidate, window: Window | Phase) -> date | None:
    """“As soon as possible” is due when its phase starts, where the hours did not allow it sooner. A true limit stays."""
    due = candidate.due
    if due.on is None or due.is_limit:
        return due.on
    return max(due.on, window.starts_on)
