"""Who is asked what. Conditions look back only, so one pass in the order of the questions decides everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saas.intake.questions.question import AnswerSheet, Question
from saas.kernel.conditions import Answer, Answers, Atom

NO_ANSWERS: Mapping[str, Answer] = {}


def answers_in_use(questions: Iterable[Question], answers: Answers, derived: Answers = NO_ANSWERS) -> dict[str, Answer]:
    """The answers whose question is asked, and whose option is offered, given the answers before it.

    An answer to a question no longer asked is left out and so decides nothing further; it stays on the sheet.
    """
    used: dict[str, Answer] = {}
    for question in questions:
        known = {**derived, **used}
        if question.key in answers and question.when.holds(known) and question.holds(answers[question.key], known):
            used[question.key] = answers[question.key]
    return used


def asked_questions(
    questions: tuple[Question, ...], answers: Answers, derived: Answers = NO_ANSWERS
) -> tuple[Question, ...]:
    """Every question whose condition holds now, in order."""
    known = {**derived, **answers_in_use(questions, answers, derived)}
    return tuple(question for question in questions if question.when.holds(known))


def undecided_questions(
    questions: tuple[Question, ...], sheet: AnswerSheet, derived: Answers = NO_ANSWERS
) -> tuple[Question, ...]:
    """Questions not asked now that an answer still to come may add."""
    known = {**derived, **answers_in_use(questions, sheet.answers, derived)}
    open_keys: set[str] = set()
    undecided: list[Question] = []
    for question in questions:
        is_asked = question.when.holds(known)
        if not is_asked and _may_hold(question, known, open_keys):
            undecided.append(question)
            open_keys.add(question.key)
        elif is_asked and not sheet.settles(question.key):
            open_keys.add(question.key)
    return tuple(undecided)


def _may_hold(question: Question, known: Answers, open_keys: set[str]) -> bool:
    def may_hold(atom: Atom) -> bool:
        return atom.key in open_keys or atom.holds(known)

    return all(any(may_hold(atom) for atom in line) for line in question.when.lines)
