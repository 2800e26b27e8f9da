"""One choice, or several."""

from __future__ import annotations

from collections.abc import Sequence

from saas.intake.rules.faults import AnswerError
from saas.intake.rules.shapes import Question


def read_choice(question: Question, sent: Sequence[str]) -> str | None:
    """Exactly one of the options' values."""
    if not sent and question.is_optional:
        return None
    if len(sent) != 1:
        raise AnswerError("Choose one of the answers.")
    if question.option(sent[0]) is None:
        raise AnswerError(_unknown(sent[0]))
    return sent[0]


def read_several(question: Question, sent: Sequence[str]) -> tuple[str, ...] | None:
    """Any of the options' values, in the order of the options, each once."""
    for value in sent:
        if question.option(value) is None:
            raise AnswerError(_unknown(value))
    chosen = [option for option in question.options if option.value in sent]
    alone = next((option for option in chosen if option.is_alone), None)
    if alone and len(chosen) > 1:
        raise AnswerError(f"“{alone.label}” cannot stand beside another answer. Keep one or the other.")
    if not chosen and not question.is_optional:
        raise AnswerError("Choose at least one of the answers.")
    return tuple(option.value for option in chosen) or None


def _unknown(value: str) -> str:
    return f"“{value[:40]}” is not one of the answers here. Choose from those shown."
