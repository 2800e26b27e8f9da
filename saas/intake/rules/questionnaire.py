"""The questionnaire: every question, in the order asked; and the one that this process asks now.

Questions are published elsewhere and handed over as tables, with the fields of `shapes.Question`; `options`, `when`,
`optional` and an option's `alone` are as a file writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from saas.intake.rules import branches, said
from saas.intake.rules.shapes import AnswerSheet, Json, Option, Question, Stage
from saas.kernel.conditions import Answer, Answers, parse_condition

Table = Mapping[str, Any]
Tables = Iterable[Table]


@dataclass(frozen=True)
class Questionnaire:
    """All questions. Nothing here changes; share it between requests.

    `derived` holds what the caller concluded from answers, under the keys conditions use: `family` is the role's.
    """

    everything: tuple[Question, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.everything}

    def questions(self, stage: Stage) -> tuple[Question, ...]:
        """Every question of a stage, asked or not."""
        return tuple(question for question in self.everything if question.stage == stage)

    def get(self, key: str) -> Question | None:
        return self.by_key.get(key)

    def asked(self, stage: Stage, answers: Answers, derived: Answers = branches.NOTHING) -> tuple[Question, ...]:
        """The questions of a stage this person gets, in order."""
        return tuple(q for q in branches.asked(self.everything, answers, derived) if q.stage == stage)

    def in_use(self, answers: Answers, derived: Answers = branches.NOTHING) -> dict[str, Answer]:
        """The answers that count. Those of questions no longer asked are left out here and kept on the sheet."""
        return branches.in_use(self.everything, answers, derived)

    def open(self, stage: Stage, sheet: AnswerSheet, derived: Answers = branches.NOTHING) -> tuple[Question, ...]:
        """Asked, and neither answered nor skipped."""
        return tuple(q for q in self.asked(stage, sheet.answers, derived) if not sheet.settles(q.key))

    def missing(self, sheet: AnswerSheet, derived: Answers = branches.NOTHING) -> tuple[Question, ...]:
        """Questions of either stage without which nothing can be sent in."""
        asked = branches.asked(self.everything, sheet.answers, derived)
        return tuple(q for q in asked if not q.is_optional and q.key not in sheet.answers)

    def progress(
        self, stage: Stage, sheet: AnswerSheet | Answers, derived: Answers = branches.NOTHING, at: str | None = None
    ) -> tuple[int, int]:
        """Position, and about how many there will be: half of what open branches may add is counted.

        The position is that of question `at`, or of the first open one, or the last. It is exact once no branch is open.
        """
        sheet = sheet if isinstance(sheet, AnswerSheet) else AnswerSheet(sheet)
        asked = self.asked(stage, sheet.answers, derived)
        here = at or next((q.key for q in asked if not sheet.settles(q.key)), asked[-1].key)
        position = next((place for place, q in enumerate(asked, 1) if q.key == here), len(asked))
        maybe = [q for q in branches.undecided(self.everything, sheet, derived) if q.stage == stage]
        return position, len(asked) + (len(maybe) + 1) // 2

    def is_exact(self, stage: Stage, sheet: AnswerSheet, derived: Answers = branches.NOTHING) -> bool:
        """No answer still to come can add a question to this stage."""
        return not any(q.stage == stage for q in branches.undecided(self.everything, sheet, derived))

    def said(self, key: str, answers: Answers) -> str | None:
        """What they told us, as it follows "Because you said"; None where nothing was said.

        Give the role's title under `role_title`. A derived key answers with what it follows from.
        """
        question = self.get(said.FOLLOWS_FROM.get(key, key))
        return said.said(question, answers) if question else None

    def in_words(self, key: str, answers: Answers) -> str | None:
        """The answer alone in words, for checking it; None where nothing was answered."""
        question, answer = self.get(key), answers.get(key)
        return said.in_words(question, answer, answers) if question and answer is not None else None

    def to_dict(self) -> dict[str, Json]:
        """Every question as JSON-ready data, in the order asked."""
        return {"questions": [question.to_dict() for question in self.everything]}


@dataclass(frozen=True, slots=True)
class _Held:
    """`version` is that of the library it was read from; empty where it was read from files."""

    questionnaire: Questionnaire
    version: str


def supply(read: Callable[[], Tables]) -> None:
    """Say where questions are read from until others are installed; forgets what was installed. Reads nothing yet."""
    _now.held, _now.read = None, read


def install(tables: Tables, version: str) -> None:
    """Ask these questions from now on, in the order given."""
    _now.held = _Held(_of(tables), version)


def questionnaire() -> Questionnaire:
    """The questions asked now. RuntimeError where none were supplied."""
    return _held().questionnaire


def asked_version() -> str:
    """The version of the library that the questions asked now come from; empty for those of files."""
    return _held().version


class _Now:
    """One a process: replaced as a whole, so that a thread reads one questionnaire or the other."""

    held: _Held | None = None
    read: Callable[[], Tables] | None = None


_now = _Now()


def _held() -> _Held:
    held = _now.held
    if held is None:
        if _now.read is None:
            raise RuntimeError("No questions were supplied: call saas.plans.asking.supply() where the program starts.")
        held = _now.held = _Held(_of(_now.read()), "")
    return held


def _of(tables: Tables) -> Questionnaire:
    return Questionnaire(tuple(_question(table) for table in tables))


def _question(table: Table) -> Question:
    own = {name: value for name, value in table.items() if name not in ("options", "when", "optional", "said")}
    when = tuple(table.get("when", ()))
    return Question(
        **own,
        said=table.get("said", ""),
        options=tuple(_option(option) for option in table.get("options", ())),
        is_optional=table.get("optional", False),
        when_lines=when,
        when=parse_condition(when),
    )


def _option(table: Table) -> Option:
    own = {name: value for name, value in table.items() if name != "alone"}
    return Option(**own, is_alone=table.get("alone", False))
