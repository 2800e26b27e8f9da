"""What a person did to the steps of a plan, laid over another plan in which the steps are still there."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from saas.library.kinds.steps import Phase as PhaseKey
from saas.planner.outline import Outline, PlanStep


@dataclass(frozen=True, slots=True)
class StepEdit:
    """A step of a plan and what its person did to it. `step` reads as it stands in the plan.

    `is_moved`: they chose its phase. `is_replacement`: it came in place of a step they dropped.
    """

    step: PlanStep
    is_moved: bool = False
    is_dropped: bool = False
    is_replacement: bool = False

    @property
    def slug(self) -> str:
        return self.step.slug


def apply_edits(outline: Outline, edits: Iterable[StepEdit], fitting: Set[str]) -> Outline:
    """The plan as this person would see it: their moves made, dropped steps left out, and replacements kept while they
    still fit. `fitting` are the steps whose condition holds for them now."""
    by_slug = {edit.slug: edit for edit in edits}
    composed = {step.slug for step in outline.steps}
    replacements = [
        edit.step for edit in by_slug.values() if edit.slug not in composed and is_carried_over(edit, fitting)
    ]
    placed = [*(_place(step, by_slug.get(step.slug)) for step in outline.steps), *replacements]
    shown = [step for step in placed if not (step.slug in by_slug and by_slug[step.slug].is_dropped)]
    phases = tuple(
        replace(phase, steps=tuple(step for step in shown if step.phase == phase.key)) for phase in outline.phases
    )
    return replace(outline, phases=phases)


def is_carried_over(edit: StepEdit, fitting: Set[str]) -> bool:
    """A replacement stays in a plan that was composed without it."""
    return edit.is_replacement and not edit.is_dropped and edit.slug in fitting


def _place(step: PlanStep, edit: StepEdit | None) -> PlanStep:
    phase: PhaseKey = edit.step.phase if edit and edit.is_moved else step.phase
    return replace(step, phase=phase)
