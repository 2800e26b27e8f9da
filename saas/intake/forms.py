"""Reading one question's form, and giving back what was typed when it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from saas.intake.gateway import resume_text
from saas.intake.rules.faults import AnswerError
from saas.intake.rules.reading import read
from saas.intake.rules.resume.picking import MOST
from saas.intake.rules.resume.room import Unreadable, checked_text
from saas.intake.rules.shapes import Question
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


@dataclass(frozen=True, slots=True)
class ChosenLines:
    """The lines a resume proposed, as they stand on the page, and the places of those that were ticked."""

    lines: tuple[str, ...]
    places: frozenset[int] = frozenset()

    @property
    def shown(self) -> list[tuple[int, str]]:
        """Each line with its place on the page, from 1."""
        return [(place, line) for place, line in enumerate(self.lines, 1) if line.strip()]

    def taken(self) -> tuple[str, ...]:
        """The ticked lines. Raises AnswerError where there is none."""
        lines = tuple(line for place, line in self.shown if place in self.places)
        if not lines:
            raise AnswerError("No line is ticked yet. Tick the ones to keep, or go back and write your own.")
        return lines


def chosen_lines() -> ChosenLines:
    """The lines in this request's form, in their order; empty ones keep their place."""
    lines = tuple(request.form.get(f"line-{place}", "") for place in range(1, MOST + 1))
    ticked = set(request.form.getlist("take"))
    return ChosenLines(lines, frozenset(place for place in range(1, MOST + 1) if str(place) in ticked))


def sent_resume() -> str:
    """The text of the file, then what was pasted. Raises Unreadable. Neither is kept anywhere."""
    file = request.files.get("resume-file")
    data = file.read() if file and (file.filename or file.content_length) else None
    pasted = checked_text(typed_resume())
    if data is None and not pasted.strip():
        raise Unreadable("There is nothing to read yet. Choose a file, or paste the text of your resume.")
    return "\n\n".join([*([resume_text(data)] if data is not None else []), pasted])


def typed_resume() -> str:
    return request.form.get("resume-text", "")


def _is_skipped(question: Question) -> bool:
    # Only what may be skipped: elsewhere the button is not on the page, and its name is no way around the question.
    return question.is_optional and "skip" in request.form
