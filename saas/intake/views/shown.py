"""An answer as its field shows it."""

from __future__ import annotations

from saas.intake.rules.shapes import Question
from saas.intake.rules.words import number
from saas.kernel.conditions import Answers


def shown(question: Question, answers: Answers, derived: Answers) -> object:
    """A date, a list of values, or the text that would be typed again to give the same answer."""
    answer = answers.get(question.key)
    if question.kind == "rows":
        rows = list(answer) if isinstance(answer, tuple) else []
        return rows + [""] * ((question.max or 1) - len(rows))
    if question.kind == "role" and answer:
        return derived.get("role_title", answer)
    if isinstance(answer, int | float):
        return number(answer)
    return answer
