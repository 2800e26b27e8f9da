"""An answer in words: as the clause that follows "Because you said", and alone, for checking it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from saas.facts.occupations import title_phrase
from saas.facts.states import STATE_NAMES, state_phrase
from saas.intake.questions.question import Question
from saas.kernel.calendar import format_date
from saas.kernel.conditions import Answer, Answers
from saas.kernel.formatting import format_number, join_words
from saas.kernel.money import format_usd

# Content may depend on what is concluded from an answer; the reason is then the answer it was concluded from.
CONCLUDED_FROM: Mapping[str, str] = MappingProxyType(
    {
        "family": "role",
        "days_since_last_day": "last_day",
        "days_since_told": "told_on",
        "runway_months": "savings",
        "age_40": "age",
    }
)


def answer_clause(question: Question, answers: Answers) -> str | None:
    """The clause for one question; None where nothing was answered."""
    answer = answers.get(question.key)
    if answer is None or answer == "" or answer == ():
        return None
    if question.options:
        return _options_clause(question, answer)
    text = answer_text(question, answer, answers)
    if question.kind == "state":
        text = state_phrase(str(answer), text)
    if question.kind == "role":
        text = title_phrase(text)
    return _clause_template(question, answer).replace("{value}", text)


def answer_text(question: Question, answer: Answer, answers: Answers) -> str:
    """The answer alone, as a person would read it: "$4,200", "November 20, 2026", "California", the labels chosen."""
    if question.options:
        return join_words([_label(question, value) for value in _values(answer)], comma="; ", last="; ")
    if isinstance(answer, tuple):
        return join_words(answer, comma="”, “", last="” and “")
    if isinstance(answer, date):
        return format_date(answer)
    if isinstance(answer, int | float):
        return format_usd(answer) if question.kind == "money" else format_number(answer)
    return _name(question, answer, answers)


def _options_clause(question: Question, answer: Answer) -> str | None:
    clauses = [option.clause for value in _values(answer) if (option := question.option(value))]
    return join_words(clauses) if clauses else None


def _clause_template(question: Question, answer: Answer) -> str:
    if answer == 1 and question.clause_one:
        return question.clause_one
    return question.clause_zero if answer == 0 and question.clause_zero else question.clause


def _name(question: Question, answer: str, answers: Answers) -> str:
    if question.kind == "state":
        return STATE_NAMES.get(answer, answer)
    if question.kind == "role":
        return str(answers.get("role_title") or answer.replace("-", " "))
    return answer


def _label(question: Question, value: str) -> str:
    option = question.option(value)
    return option.label if option else value


def _values(answer: Answer) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)
