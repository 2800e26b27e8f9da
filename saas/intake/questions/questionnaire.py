"""The questionnaire: every question in the order asked, and what follows from a sheet of answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from saas.intake.questions import branches, phrases
from saas.intake.questions.branches import NO_ANSWERS
from saas.intake.questions.question import AnswerSheet, Json, Question, Stage
from saas.kernel.conditions import Answer, Answers


@dataclass(frozen=True)
class Questionnaire:
    """Immutable; share it between requests. `version` is that of the library it was read from; empty for seed files.

    `derived` holds what the caller concluded from answers, under the keys that conditions use: `family` is the role's.
    """

    all_questions: tuple[Question, ...]
    version: str = field(default="", compare=False)

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.all_questions}

    def find_question(self, key: str) -> Question | None:
        return self.by_key.get(key)

    def list_questions(self, stage: Stage) -> tuple[Question, ...]:
        """Every question of a stage, asked or not."""
        return tuple(question for question in self.all_questions if question.stage == stage)

    def list_asked(self, stage: Stage, answers: Answers, derived: Answers = NO_ANSWERS) -> tuple[Question, ...]:
        """The questions of a stage this person gets, in order."""
        questions = branches.asked_questions(self.all_questions, answers, derived)
        return tuple(question for question in questions if question.stage == stage)

    def list_open(self, stage: Stage, sheet: AnswerSheet, derived: Answers = NO_ANSWERS) -> tuple[Question, ...]:
        """Asked, and neither answered nor skipped."""
        questions = self.list_asked(stage, sheet.answers, derived)
        return tuple(question for question in questions if not self.is_settled(question, sheet, derived))

    def is_settled(self, question: Question, sheet: AnswerSheet, derived: Answers = NO_ANSWERS) -> bool:
        """Skipped, or answered with what still stands beside the answers before it."""
        if question.key in sheet.skipped or question.key not in sheet.answers:
            return question.key in sheet.skipped
        known = {**derived, **self.answers_in_use(sheet.answers, derived)}
        return question.holds(sheet.answers[question.key], known)

    def list_missing(self, sheet: AnswerSheet, derived: Answers = NO_ANSWERS) -> tuple[Question, ...]:
        """Questions of either stage without which nothing can be sent in."""
        questions = branches.asked_questions(self.all_questions, sheet.answers, derived)
        return tuple(
            question for question in questions if not question.is_optional and question.key not in sheet.answers
        )

    def answers_in_use(self, answers: Answers, derived: Answers = NO_ANSWERS) -> dict[str, Answer]:
        """The answers that count. Those of questions no longer asked are left out here and kept on the sheet."""
        return branches.answers_in_use(self.all_questions, answers, derived)

    def estimate_progress(
        self, stage: Stage, sheet: AnswerSheet | Answers, derived: Answers = NO_ANSWERS, at: str | None = None
    ) -> tuple[int, int]:
        """Position, and about how many there will be: half of what open branches may add is counted.

        The position is that of question `at`, or of the first open one, or the last. It is exact once no branch is open.
        """
        sheet = sheet if isinstance(sheet, AnswerSheet) else AnswerSheet(sheet)
        questions = self.list_asked(stage, sheet.answers, derived)
        key = at or next((question.key for question in questions if not sheet.settles(question.key)), questions[-1].key)
        position = next((place for place, question in enumerate(questions, 1) if question.key == key), len(questions))
        return position, len(questions) + (len(self._list_undecided(stage, sheet, derived)) + 1) // 2

    def is_total_exact(self, stage: Stage, sheet: AnswerSheet, derived: Answers = NO_ANSWERS) -> bool:
        """No answer still to come can add a question to this stage."""
        return not self._list_undecided(stage, sheet, derived)

    def answer_clause(self, key: str, answers: Answers) -> str | None:
        """What they told us, as it follows "Because you said"; None where nothing was answered.

        Give the role's title under `role_title`. A derived key answers with what it was concluded from.
        """
        question = self.find_question(phrases.CONCLUDED_FROM.get(key, key))
        return phrases.answer_clause(question, answers) if question else None

    def answer_text(self, key: str, answers: Answers) -> str | None:
        """The answer alone in words, for checking it; None where nothing was answered."""
        question, answer = self.find_question(key), answers.get(key)
        return phrases.answer_text(question, answer, answers) if question and answer is not None else None

    def to_dict(self) -> dict[str, Json]:
        """Every question as JSON-ready data, in the order asked."""
        return {"questions": [question.to_dict() for question in self.all_questions]}

    def _list_undecided(self, stage: Stage, sheet: AnswerSheet, derived: Answers) -> tuple[Question, ...]:
        undecided = branches.undecided_questions(self.all_questions, sheet, derived)
        return tuple(question for question in undecided if question.stage == stage)
