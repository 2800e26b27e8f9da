"""Conditions: short expressions in content that decide who sees a question or gets a step.

A condition is a list of lines that must all hold. A line is one or more atoms joined by " or ".
An atom compares one answer, identified by its question's key:

    employment is laid-off                 state in CA, NY              license answered
    employment is not leaving              constraints includes remote  license unanswered
    severance_weeks >= 4                   told lacks partner           family is clinical or role is teacher

An unanswered question makes every atom false except `unanswered`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

Answer = str | int | float | date | tuple[str, ...]
Answers = Mapping[str, Answer]

WORDS = ("is not", "is", "not in", "in", "includes", "lacks", ">=", "<=", ">", "<")
ATOM = re.compile(
    r"^(?P<key>[a-z][a-z0-9_]*) (?:(?P<bare>answered|unanswered)"
    r"|(?P<word>" + "|".join(re.escape(word) for word in WORDS) + r") (?P<value>.+))$"
)


class ConditionError(ValueError):
    """A line that is not a condition; the message names the line and the fault."""


@dataclass(frozen=True, slots=True)
class Atom:
    key: str
    word: str
    values: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        answer = answers.get(self.key)
        if answer is None or answer == () or answer == "":
            return self.word == "unanswered"
        if self.word in ("answered", "unanswered"):
            return self.word == "answered"
        if self.word in (">=", "<=", ">", "<"):
            return _compares(answer, self.word, float(self.values[0]))
        return _matches(answer, self.word, self.values)


@dataclass(frozen=True, slots=True)
class Condition:
    """All lines must hold; a line holds when one of its atoms does."""

    lines: tuple[tuple[Atom, ...], ...] = ()

    def holds(self, answers: Answers) -> bool:
        return all(any(atom.holds(answers) for atom in line) for line in self.lines)

    def because(self, answers: Answers) -> tuple[str, ...]:
        """Keys of the answers that made it hold, in order, without duplicates."""
        true = (atom.key for line in self.lines for atom in line if atom.holds(answers))
        return tuple(dict.fromkeys(true))

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(atom.key for line in self.lines for atom in line)

    @property
    def atoms(self) -> tuple[Atom, ...]:
        return tuple(atom for line in self.lines for atom in line)


ALWAYS = Condition()


def parse_condition(lines: Iterable[str]) -> Condition:
    """Parse lines of content. Raises ConditionError."""
    return _parse(tuple(lines))


@lru_cache(maxsize=4096)
def _parse(lines: tuple[str, ...]) -> Condition:
    return Condition(tuple(tuple(_atom(part, line) for part in line.split(" or ")) for line in lines))


def _atom(part: str, line: str) -> Atom:
    match = ATOM.match(part.strip())
    if match is None:
        raise ConditionError(
            f"“{line}” is not a condition: write “key is value”, “key in a, b”, “key >= 3” or “key answered”."
        )
    if match["bare"]:
        return Atom(match["key"], match["bare"])
    values = tuple(value.strip() for value in match["value"].split(","))
    if match["word"] in (">=", "<=", ">", "<") and not _is_number(values[0]):
        raise ConditionError(f"“{line}” compares with “{values[0]}”, which is not a number.")
    return Atom(match["key"], match["word"], values)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _compares(answer: Answer, word: str, bound: float) -> bool:
    if not isinstance(answer, int | float):
        return False
    return {">=": answer >= bound, "<=": answer <= bound, ">": answer > bound, "<": answer < bound}[word]


def _matches(answer: Answer, word: str, values: tuple[str, ...]) -> bool:
    given = set(answer) if isinstance(answer, tuple) else {str(answer)}
    meets = bool(given & set(values))
    return not meets if word in ("is not", "not in", "lacks") else meets
