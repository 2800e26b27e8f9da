"""Everything that would change, line by line with its reasons, and how much stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from saas.kernel.conditions import Answers
from saas.planner.changes.answers import AnswerChange, compare_answers
from saas.planner.changes.carry_over import StepEdit, apply_edits
from saas.planner.changes.causes import LIBRARY, Cause, compose_stages
from saas.planner.changes.differences import compare_plans
from saas.planner.changes.explanations import Explainer
from saas.planner.changes.lines import Aspect, ChangeLine, describe_difference
from saas.planner.inputs import PlanInputs
from saas.planner.outline import Outline


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A plan and the answers it was made from, as given to `compose`. `outline` has its steps, as they stand."""

    answers: Answers
    outline: Outline


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the report. `causes` are sentences: what changed, from what to what. `explanation` is what the line itself
    has to do with it, or empty. `is_answered`: an answer is behind it, and not the calendar alone."""

    line: ChangeLine
    causes: tuple[str, ...]
    explanation: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Report:
    """`answers` are those that changed. `unchanged_steps` counts the steps on which there is no line at all."""

    answers: tuple[AnswerChange, ...]
    changes: tuple[Change, ...]
    unchanged_steps: int

    @property
    def from_answers(self) -> list[Change]:
        """What follows from the answers that changed."""
        return [change for change in self.changes if change.is_answered]

    @property
    def from_elsewhere(self) -> list[Change]:
        """What the calendar and the library have changed since."""
        return [change for change in self.changes if not change.is_answered]


def report_changes(inputs: PlanInputs, old: PlanVersion, new: PlanVersion, edits: Sequence[StepEdit]) -> Report:
    """`edits` are what the person did to the steps of the old plan; `old.outline` shows them done."""
    stages = compose_stages(inputs, old.answers, new.answers, old.outline.today, new.outline.today)
    first, last = stages[0].composition, stages[-1].composition
    final = apply_edits(new.outline, edits, last.fitting_slugs)
    versions = [
        (LIBRARY, old.outline),
        *(
            (stage.cause, apply_edits(stage.composition.outline, edits, stage.composition.fitting_slugs))
            for stage in stages
        ),
        (LIBRARY, final),
    ]
    answers = compare_answers(first.person, last.person)
    explainer = Explainer(first, last, answers, (new.outline.today - old.outline.today).days)
    lines, causes = _lines(old.outline, final), _causes_by_aspect(versions)
    changed = {line.key for line in lines if line.part == "step"}
    return Report(
        answers,
        tuple(_change(line, causes, explainer) for line in lines),
        sum(step.slug not in changed for step in final.steps),
    )


def _change(line: ChangeLine, causes_by_aspect: Mapping[Aspect, Sequence[Cause]], explainer: Explainer) -> Change:
    causes = causes_by_aspect.get(line.aspect) or causes_by_aspect.get((line.part, line.key, "")) or ()
    answers = [cause for cause in causes if cause.kind == "answer"]
    return Change(line, explainer.name_causes(answers or causes), explainer.explain_line(line), bool(answers))


def _causes_by_aspect(versions: Sequence[tuple[Cause, Outline]]) -> Mapping[Aspect, list[Cause]]:
    """By aspect, and by part and key alone for a line that came about in several turns."""
    causes: dict[Aspect, list[Cause]] = defaultdict(list)
    for (_, before), (cause, after) in pairwise(versions):
        for line in _lines(before, after):
            causes[line.aspect].append(cause)
            causes[line.part, line.key, ""].append(cause)
    return causes


def _lines(old: Outline, new: Outline) -> list[ChangeLine]:
    return [line for difference in compare_plans(old, new) for line in describe_difference(difference)]
