"""Answers as JSON and back: how they are stored, exported, and given to `saas compose`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from saas.intake.answers.parsing import AnswerError, FormData, ResolveRole, parse_answer
from saas.intake.questions.question import AnswerSheet, Json, Question
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.conditions import Answer, Answers

EXPECTED = {
    "date": "a date such as 2026-11-20",
    "several": "a list of values",
    "rows": "a list of sentences",
    "money": "whole dollars, such as 4200",
    "number": "a number",
}


Value = TypeVar("Value")
# Questions of before, whose answers are still read: old key → (key today, old value → value today).
RENAMED: Mapping[str, tuple[str, Mapping[str, str]]] = {"age_40": ("age", {"yes": "40-plus", "no": "under-40"})}


class AnswersError(ValueError):
    """A whole file of answers with every fault in it: `faults` is question key → sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{key}: {sentence}" for key, sentence in faults.items()))
        self.faults = dict(faults)


def to_json(answers: Answers) -> dict[str, Json]:
    """Dates become ISO text, lists stay lists; everything else is as it was."""
    return {key: answer_to_json(answer) for key, answer in answers.items()}


def answer_to_json(answer: Answer | None) -> Json:
    """One answer in its JSON form; None, which is a skip, is null."""
    if isinstance(answer, date):
        return answer.isoformat()
    return list(answer) if isinstance(answer, tuple) else answer


def from_json(
    questionnaire: Questionnaire, values: Mapping[str, object], resolve_role: ResolveRole | None = None
) -> dict[str, Answer]:
    """Parse and check a whole mapping: question key → JSON value; null is a skip.

    Raises AnswersError with every fault at once. What is missing is not a fault: see `Questionnaire.list_missing`.
    """
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for key, value in _under_current_keys(questionnaire, values).items():
        question = questionnaire.find_question(key)
        if question is None:
            faults[key] = "There is no such question."
            continue
        try:
            answer = answer_from_json(question, value, resolve_role)
        except AnswerError as error:
            faults[key] = error.sentence
            continue
        if answer is not None:
            answers[key] = answer
    if faults:
        raise AnswersError(faults)
    return answers


def answer_from_json(question: Question, value: object, resolve_role: ResolveRole | None = None) -> Answer | None:
    """Parse and check one JSON value; null is a skip. Raises AnswerError."""
    return parse_answer(question, _to_form_data(question, value), resolve_role)


def from_stored(questionnaire: Questionnaire, values: Mapping[str, Json]) -> AnswerSheet:
    """What was stored, where null is a skip. An answer that no longer fits its question is open again."""
    answers: dict[str, Answer] = {}
    values = _under_current_keys(questionnaire, values)
    for key, value in values.items():
        try:
            answers.update(from_json(questionnaire, {key: value}))
        except AnswersError:
            continue
    return AnswerSheet(answers, frozenset(key for key, value in values.items() if value is None))


def _under_current_keys(questionnaire: Questionnaire, values: Mapping[str, Value]) -> dict[str, Value | str]:
    """Answers to a question of before under the key it has today, unless that one is answered or skipped too."""
    current: dict[str, Value | str] = {}
    for key, value in values.items():
        new_key, new_values = RENAMED.get(key, (key, {}))
        if questionnaire.find_question(key) is not None or new_key == key:
            current[key] = value
        elif new_key not in values:
            current[new_key] = new_values.get(value, value) if isinstance(value, str) else value
    return current


def _to_form_data(question: Question, value: object) -> FormData:
    """The same fields a form would send, so that there is one way to check an answer."""
    if value is None:
        return {}
    if question.kind == "date":
        return _date_to_form_data(question, value)
    if question.kind in ("several", "rows"):
        if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
            return {question.key: [str(part) for part in value]}
    elif isinstance(value, str) or (question.kind in ("money", "number") and _is_number(value)):
        return {question.key: [str(value)]}
    raise AnswerError(f"Give {EXPECTED.get(question.kind, 'text')} here.")


def _date_to_form_data(question: Question, value: object) -> FormData:
    parts = value.split("-") if isinstance(value, str) else []
    if len(parts) != 3:
        raise AnswerError(f"Give {EXPECTED['date']} here.")
    return {f"{question.key}-{name}": [part] for name, part in zip(("year", "month", "day"), parts, strict=True)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
