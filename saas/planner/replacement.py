"""“Not relevant, give me another”: the next-best step that fits this person and stands nowhere in their plan."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from saas.library.kinds.steps import PHASES
from saas.planner.compose import Composition
from saas.planner.outline import Outline, Phase, PlanStep
from saas.planner.steps.choosing import Candidate
from saas.planner.steps.opening import opening_for
from saas.planner.steps.phases import build_step
from saas.planner.steps.windows import WEEKS

FIRST_DAY = "day"
# By how many phases a step may come later than it was written for.
MOST_PHASES_LATE = 1


@dataclass(frozen=True, slots=True)
class ReplacementRequest:
    """`outline` is the plan as it stands, `dropped` the step they want another one for. `used_slugs` stand in the plan or
    were dropped from any plan of theirs. `today` is the day they ask."""

    outline: Outline
    dropped: PlanStep
    used_slugs: Set[str]
    today: date


def find_replacement(composition: Composition, request: ReplacementRequest) -> PlanStep | None:
    """Of the same kind where one is left, then of any, in order of priority; None where nothing is left.

    It comes where the dropped step stood or later, in the first phase that still has the time for it.
    """
    candidates = sorted(
        composition.candidates, key=lambda candidate: candidate.step.content.kind != request.dropped.kind
    )
    for candidate in candidates:
        if candidate.slug in request.used_slugs or candidate.step.content.is_note:
            continue
        if not _is_ready(candidate, composition.candidates, request.outline):
            continue
        phase = next((phase for phase in _phases(request) if _admits(composition, request, phase, candidate)), None)
        if phase is not None:
            return build_step(composition.person, phase, candidate)
    return None


def _is_ready(candidate: Candidate, candidates: Sequence[Candidate], outline: Outline) -> bool:
    """What has to come before it, and fits this person, is in the plan."""
    fitting, planned = {other.slug for other in candidates}, {step.slug for step in outline.steps}
    return all(slug in planned for slug in candidate.step.content.after if slug in fitting and slug != candidate.slug)


def _phases(request: ReplacementRequest) -> list[Phase]:
    """From the dropped step's own on, without those that are over."""
    keys = [phase.key for phase in request.outline.phases]
    rest = request.outline.phases[keys.index(request.dropped.phase) :]
    return [phase for phase in rest if phase.ends_on >= request.today] or list(rest[-1:])


def _admits(composition: Composition, request: ReplacementRequest, phase: Phase, candidate: Candidate) -> bool:
    due, piece = candidate.due, candidate.step.content
    if PHASES.index(phase.key) - PHASES.index(piece.phase) > MOST_PHASES_LATE:
        return False  # an act of the first days makes no sense in the fourth month
    if due.not_before and due.not_before > phase.ends_on:
        return False
    if due.is_limit and due.on is not None and due.on < phase.starts_on:
        return False
    if phase.key == FIRST_DAY and not opening_for(composition.person).admits(candidate):
        return False
    weeks = WEEKS[phase.key]
    others = [step for step in phase.steps if step.slug != request.dropped.slug]
    load = sum(step.minutes * (weeks if step.is_weekly else 1) for step in others)
    return load + piece.minutes * (weeks if piece.is_weekly else 1) <= phase.capacity_minutes
