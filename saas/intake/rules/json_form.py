"""Answers as JSON and back: how they are stored, exported, and given to `saas compose`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from saas.intake.rules.faults import AnswerError, AnswersError
from saas.intake.rules.questionnaire import Questionnaire
from saas.intake.rules.reading import Raw, read
from saas.intake.rules.reading.trades import ResolveRole
from saas.intake.rules.shapes import AnswerSheet, Json, Question
from saas.kernel.conditions import Answer, Answers

FORMS = {
    "date": "a date such as 2026-11-20",
    "several": "a list of values",
    "rows": "a list of sentences",
    "money": "whole dollars, such as 4200",
    "number": "a number",
}


def to_json(answers: Answers) -> dict[str, Json]:
    """Dates become ISO text, lists stay lists; everything else is as it was."""
    return {key: _plain(answer) for key, answer in answers.items()}


def from_json(
    questionnaire: Questionnaire, values: Mapping[str, object], resolve_role: ResolveRole | None = None
) -> dict[str, Answer]:
    """Read and check a whole mapping: question key → JSON value; null is a skip.

    Raises AnswersError with every fault at once. What is missing is not a fault: see `Questionnaire.missing`.
    """
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for key, value in values.items():
        try:
            answer = _answer(questionnaire.get(key), value, resolve_role)
        except AnswerError as error:
            faults[key] = error.sentence
            continue
        if answer is not None:
            answers[key] = answer
    if faults:
        raise AnswersError(faults)
    return answers


def from_kept(questionnaire: Questionnaire, values: Mapping[str, Json]) -> AnswerSheet:
    """Read back what was kept, where null is a skip. An answer that no longer fits its question is open again."""
    answers: dict[str, Answer] = {}
    for key, value in values.items():
        try:
            answers.update(from_json(questionnaire, {key: value}))
        except AnswersError:
            continue
    return AnswerSheet(answers, frozenset(key for key, value in values.items() if value is None))


def _answer(question: Question | None, value: object, resolve_role: ResolveRole | None) -> Answer | None:
    if question is None:
        raise AnswerError("There is no such question.")
    return read(question, _as_sent(question, value), resolve_role)


def _as_sent(question: Question, value: object) -> Raw:
    """The same fields a form would send, so that there is one way to check an answer."""
    if value is None:
        return {}
    if question.kind == "date":
        return _date_as_sent(question, value)
    if question.kind in ("several", "rows"):
        if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
            return {question.key: [str(part) for part in value]}
    elif isinstance(value, str) or (question.kind in ("money", "number") and _is_number(value)):
        return {question.key: [str(value)]}
    raise AnswerError(f"Give {FORMS.get(question.kind, 'text')} here.")


def _date_as_sent(question: Question, value: object) -> Raw:
    parts = value.split("-") if isinstance(value, str) else []
    if len(parts) != 3:
        raise AnswerError(f"Give {FORMS['date']} here.")
    return {f"{question.key}-{name}": [part] for name, part in zip(("year", "month", "day"), parts, strict=True)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(answer: Answer) -> Json:
    if isinstance(answer, date):
        return answer.isoformat()
    return list(answer) if isinstance(answer, tuple) else answer
