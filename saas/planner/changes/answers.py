"""Which answers differ between two plans, in the words a person would check them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saas.intake.questions.question import Question
from saas.kernel.formatting import join_words
from saas.planner.person import Profile

# What somebody wrote is named and not quoted back: a change is no place to meet one's own bad day again.
FREE_TEXT_KINDS = ("text", "rows")
OPEN = "open"
NOT_ASKED = "not asked"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """`before` and `after` are the answers in words, “open” where nothing was answered; both are empty for free text."""

    key: str
    question: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """“You changed “Your hours”: 10, now 20.”"""
        if not self.before and not self.after:
            return f"You changed what you wrote under “{self.question}”."
        return f"You changed “{self.question}”: {self.before}, now {self.after}."


def compare_answers(before: Profile, after: Profile) -> tuple[AnswerChange, ...]:
    """In the order asked. A question that another answer took away, or brought, is named as such."""
    return tuple(
        _change(question, before, after)
        for question in after.questionnaire.all_questions
        if before.given.get(question.key) != after.given.get(question.key)
    )


def describe_occasion(changes: Sequence[AnswerChange]) -> str:
    """Why a plan was made, in a sentence for its line in the history."""
    names = [f"“{change.question}”" for change in changes if NOT_ASKED not in (change.before, change.after)]
    if not names:
        return "The answers were sent in again."
    if len(names) > MOST_NAMED:
        return f"{len(names)} answers changed, {join_words(names[:2], last=', ')} among them."
    return f"{'One answer' if len(names) == 1 else f'{len(names)} answers'} changed: {join_words(names)}"


def _change(question: Question, before: Profile, after: Profile) -> AnswerChange:
    if question.kind in FREE_TEXT_KINDS:
        return AnswerChange(question.key, question.text, "", "")
    return AnswerChange(question.key, question.text, _words(question, before), _words(question, after))


def _words(question: Question, person: Profile) -> str:
    if not question.when.holds(person.known):
        return NOT_ASKED
    return person.questionnaire.answer_text(question.key, {**person.known, **person.given}) or OPEN
