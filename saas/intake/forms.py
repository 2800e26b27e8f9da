"""Reading one question's form, and giving back what was typed when it is refused."""

from __future__ import annotations

from flask import request

from saas.intake.rules import Question, read
from saas.intake.trades import Trades
from saas.kernel import clock
from saas.kernel.conditions import Answer

YEARS_AROUND = 10
DATE_PARTS = ("month", "day", "year")


def sent_answer(question: Question, trades: Trades) -> Answer | None:
    """The answer in this request's form; None is a skip. Raises AnswerError."""
    year = clock.today().year
    return read(
        question,
        {name: request.form.getlist(name) for name in request.form if not _is_skipped(question)},
        resolve_role=trades.slug,
        suggest_roles=trades.suggest,
        years=range(year - YEARS_AROUND, year + YEARS_AROUND + 1),
    )


def typed(question: Question) -> object:
    """What was typed, in the shape the fields take it back."""
    form = request.form
    if question.kind == "date":
        return {part: form.get(f"{question.key}-{part}", "") for part in DATE_PARTS}
    if question.kind == "rows":
        return [form.get(f"{question.key}-{place}", "") for place in range(1, (question.max or 1) + 1)]
    return form.getlist(question.key) if question.kind == "several" else form.get(question.key, "")


def _is_skipped(question: Question) -> bool:
    # Only what may be skipped: elsewhere the button is not on the page, and its name is no way around the question.
    return question.is_optional and "skip" in request.form
