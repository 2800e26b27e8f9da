"""A question, its options, and a sheet of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from saas.kernel.conditions import ALWAYS, Answer, Answers, Condition

Stage = Literal["start", "intake"]
QuestionKind = Literal["role", "choice", "several", "date", "money", "number", "state", "text", "rows"]
RangeEnd = Literal["low", "high"]
Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `is_alone` options of a `several` question cannot stand beside another.

    It is offered where `when` holds. One that is retired is still read, and offered to nobody.
    """

    value: str
    label: str
    clause: str
    hint: str = ""
    is_alone: bool = False
    is_retired: bool = False
    when_lines: tuple[str, ...] = ()
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `min` and `max` bound the value for money and numbers, the characters for text, the count for rows.

    `clause` follows "Because you said"; `clause_one` and `clause_zero` replace it where the number is one or zero.
    `range_end` is the end that counts where somebody writes a range of money or numbers.
    """

    key: str
    stage: Stage
    kind: QuestionKind
    text: str
    why: str
    clause: str
    clause_one: str = ""
    clause_zero: str = ""
    hint: str = ""
    unit: str = ""
    min: int | None = None
    max: int | None = None
    range_end: RangeEnd = "low"
    options: tuple[Option, ...] = ()
    is_optional: bool = False
    skip_effect: str = ""
    when_lines: tuple[str, ...] = ()
    when: Condition = ALWAYS

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)

    def holds(self, answer: Answer, known: Answers) -> bool:
        """Whether an answer still stands beside those before it: an option may be offered to some people alone."""
        values = answer if isinstance(answer, tuple) else (answer,)
        chosen = [option for option in self.options if option.value in values]
        return all(option.when.holds(known) for option in chosen)

    def offered_options(self, known: Answers) -> tuple[Option, ...]:
        """The options this person chooses from."""
        return tuple(option for option in self.options if not option.is_retired and option.when.holds(known))

    def to_dict(self) -> dict[str, Json]:
        """For `saas questions --json`. Keys without a value are null, so every question has the same keys."""
        options: list[Json] = [
            {"value": option.value, "label": option.label}
            | ({"when": list(option.when_lines)} if option.when_lines else {})
            for option in self.options
            if not option.is_retired
        ]
        return {
            "key": self.key,
            "stage": self.stage,
            "kind": self.kind,
            "text": self.text,
            "why": self.why,
            "hint": self.hint or None,
            "options": options,
            "unit": self.unit or None,
            "min": self.min,
            "max": self.max,
            "range_end": self.range_end if self.kind in ("money", "number") else None,
            "optional": self.is_optional,
            "skip_effect": self.skip_effect or None,
            "when": list(self.when_lines),
        }


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What a person has done so far: what they answered, and what they chose to skip."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()

    def settles(self, key: str) -> bool:
        """Answered or skipped; anything else is open."""
        return key in self.answers or key in self.skipped

    def rows(self, key: str) -> tuple[str, ...]:
        """What was written to a question of kind rows; empty where nothing was."""
        answer = self.answers.get(key)
        return answer if isinstance(answer, tuple) else ()
