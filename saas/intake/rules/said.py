"""What a person told us, as the clause that follows "Because you said"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from saas.facts.states import STATE_NAMES
from saas.intake.rules.shapes import Question
from saas.intake.rules.words import dollars, in_a_sentence, listed, number
from saas.kernel.calendar import format_date
from saas.kernel.conditions import Answer, Answers

# Content may depend on what follows from an answer; the reason is then the answer it follows from.
FOLLOWS_FROM: Mapping[str, str] = MappingProxyType(
    {
        "family": "role",
        "days_since_last_day": "last_day",
        "days_since_told": "told_on",
        "runway_months": "savings",
    }
)

WITH_ARTICLE = ("DC", "VI")


def said(question: Question, answers: Answers) -> str | None:
    """The clause for one question; None where nothing was answered."""
    answer = answers.get(question.key)
    if answer is None or answer == "" or answer == ():
        return None
    if question.options:
        return _chosen(question, answer)
    words = in_words(question, answer, answers)
    if question.kind == "state" and answer in WITH_ARTICLE:
        words = f"the {words}"
    if question.kind == "role":
        words = in_a_sentence(words)
    return _sentence(question, answer).replace("{value}", words)


def in_words(question: Question, answer: Answer, answers: Answers) -> str:
    """The answer alone, as a person would read it: "$4,200", "November 20, 2026", "California", the labels chosen."""
    if question.options:
        return listed([_label(question, value) for value in _values(answer)], comma="; ", last="; ")
    if isinstance(answer, tuple):
        return listed(answer, comma="”, “", last="” and “")
    if isinstance(answer, date):
        return format_date(answer)
    if isinstance(answer, int | float):
        return dollars(answer) if question.kind == "money" else number(answer)
    return _name(question, answer, answers)


def _chosen(question: Question, answer: Answer) -> str | None:
    clauses = [option.said for value in _values(answer) if (option := question.option(value))]
    return listed(clauses) if clauses else None


def _sentence(question: Question, answer: Answer) -> str:
    if answer == 1 and question.said_one:
        return question.said_one
    return question.said_zero if answer == 0 and question.said_zero else question.said


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
