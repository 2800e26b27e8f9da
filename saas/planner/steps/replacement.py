"""“Not relevant, give me another”: the next-best step that fits this person and stands nowhere in their plan."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from saas.library.kinds.steps import PHASES
from saas.planner.compose import Composition
from saas.planner.outline import Outline, Phase, PlanStep
from saas.planner.steps.choosing import Candidate
from saas.planner.steps.opening import opening
from saas.planner.steps.phases import step_in
from saas.planner.steps.windows import WEEKS

OPENING = "day"
# By how many phases a step may come later than it was written for.
LATEST = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """`outline` is the plan as it stands, `dropped` the step they want another one for. `spent` are the slugs that
    stand in the plan or were dropped from any plan of theirs. `today` is the day they ask."""

    outline: Outline
    dropped: PlanStep
    spent: Set[str]
    today: date


def replacement(made: Composition, wish: Wish) -> PlanStep | None:
    """Of the same kind where one is left, then of any, in order of priority; None where nothing is left.

    It comes where the dropped step stood or later, in the first phase that still has the time for it.
    """
    ordered = sorted(made.candidates, key=lambda one: one.step.piece.kind != wish.dropped.kind)
    for one in ordered:
        if one.slug in wish.spent or one.step.piece.is_note or not _is_ready(one, made.candidates, wish.outline):
            continue
        phase = next((phase for phase in _phases(wish) if _admits(made, wish, phase, one)), None)
        if phase is not None:
            return step_in(made.person, phase, one)
    return None


def _is_ready(one: Candidate, chosen: Sequence[Candidate], outline: Outline) -> bool:
    """What has to come before it, and fits this person, is in the plan."""
    fits, planned = {other.slug for other in chosen}, {step.slug for step in outline.steps}
    return all(slug in planned for slug in one.step.piece.after if slug in fits and slug != one.slug)


def _phases(wish: Wish) -> list[Phase]:
    """From the dropped step's own on, without those that are over."""
    keys = [phase.key for phase in wish.outline.phases]
    rest = wish.outline.phases[keys.index(wish.dropped.phase) :]
    return [phase for phase in rest if phase.ends_on >= wish.today] or list(rest[-1:])


def _admits(made: Composition, wish: Wish, phase: Phase, one: Candidate) -> bool:
    due = one.due
    if PHASES.index(phase.key) - PHASES.index(one.step.piece.phase) > LATEST:
        return False  # an act of the first days makes no sense in the fourth month
    if due.not_before and due.not_before > phase.ends_on:
        return False
    if due.is_limit and due.on is not None and due.on < phase.starts_on:
        return False
    if phase.key == OPENING and not opening(made.person).admits(one):
        return False
    held = [step for step in phase.steps if step.slug != wish.dropped.slug]
    load = sum(step.minutes * (WEEKS[phase.key] if step.is_weekly else 1) for step in held)
    piece = one.step.piece
    return load + piece.minutes * (WEEKS[phase.key] if piece.is_weekly else 1) <= phase.capacity_minutes
