"""What a person did to the steps of a plan, laid over another plan in which the steps are still there."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from saas.library.kinds.steps import Phase as PhaseKey
from saas.planner.outline import Outline, PlanStep


@dataclass(frozen=True, slots=True)
class Touch:
    """`step` as it stands in the plan; `moved` where its person chose the phase, `asked_for` where they wanted another."""

    step: PlanStep
    is_moved: bool = False
    is_dropped: bool = False
    is_asked_for: bool = False

    @property
    def slug(self) -> str:
        return self.step.slug


def carried(outline: Outline, touches: Iterable[Touch], fitting: Set[str]) -> Outline:
    """The plan as this person would see it: their moves made, what they dropped left out, and what they asked for kept
    while it still fits. `fitting` are the steps whose condition holds for them now."""
    by_slug = {touch.slug: touch for touch in touches}
    composed = {step.slug for step in outline.steps}
    asked = [one.step for one in by_slug.values() if one.slug not in composed and is_kept(one, fitting)]
    placed = [*(_placed(step, by_slug.get(step.slug)) for step in outline.steps), *asked]
    shown = [step for step in placed if not (step.slug in by_slug and by_slug[step.slug].is_dropped)]
    phases = tuple(
        replace(phase, steps=tuple(step for step in shown if step.phase == phase.key)) for phase in outline.phases
    )
    return replace(outline, phases=phases)


def is_kept(touch: Touch, fitting: Set[str]) -> bool:
    """A step they asked for stays in a plan that was composed without it."""
    return touch.is_asked_for and not touch.is_dropped and touch.slug in fitting


def _placed(step: PlanStep, touch: Touch | None) -> PlanStep:
    phase: PhaseKey = touch.step.phase if touch and touch.is_moved else step.phase
    return replace(step, phase=phase)
