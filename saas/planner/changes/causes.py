"""Why two plans differ, found by composing the plan again with one change at a time: library, days, then each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from saas.kernel.conditions import Answer, Answers
from saas.planner.compose import Composition, compose_with_candidates
from saas.planner.inputs import PlanInputs


@dataclass(frozen=True, slots=True)
class Cause:
    """`key` is the question's, where an answer is the cause."""

    kind: Literal["library", "days", "answer"]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """The plan as it is once this cause, and every one before it, has had its effect."""

    cause: Cause
    composition: Composition


LIBRARY, DAYS = Cause("library"), Cause("days")


def compose_stages(
    inputs: PlanInputs, old_answers: Answers, new_answers: Answers, old_day: date, new_day: date
) -> tuple[Stage, ...]:
    """From the old plan to the new one. The first stage has the old answers and day, and the library as it is now; the
    last has the new answers and day, so every difference between old and new is made by some stage."""
    stages = [Stage(LIBRARY, compose_with_candidates(old_answers, inputs, old_day))]
    if new_day != old_day:
        stages.append(Stage(DAYS, compose_with_candidates(old_answers, inputs, new_day)))
    stages += [
        Stage(Cause("answer", key), compose_with_candidates(answers, inputs, new_day))
        for key, answers in _answers_between(inputs, old_answers, new_answers)
    ]
    return tuple(stages)


def _answers_between(inputs: PlanInputs, old: Answers, new: Answers) -> Iterator[tuple[str, Answers]]:
    """Answers on their way from old to new, in the order asked: an answer that opens a branch goes before those in it."""
    mixed: dict[str, Answer] = dict(old)
    for key in _changed_keys(inputs, old, new):
        mixed.pop(key, None)
        if key in new:
            mixed[key] = new[key]
        yield key, dict(mixed)


def _changed_keys(inputs: PlanInputs, old: Answers, new: Answers) -> Sequence[str]:
    keys = [question.key for question in inputs.questionnaire.all_questions]
    return [key for key in keys if old.get(key) != new.get(key)]
