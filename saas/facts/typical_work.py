"""Work in other words: lines typical of a category, and what somebody who hires asks next. Our own, and marked as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from saas.facts.sources import read_table

# The key of what is true of most work.
ANY = "any"


@dataclass(frozen=True, slots=True)
class TypicalLine:
    """What was `did`, how it `reads` to another field, and `where` it is read."""

    did: str
    reads: str
    where: str


@dataclass(frozen=True, slots=True)
class TypicalWork:
    """Lines by category of work, and the question a reader asks by the first verb of an accomplishment."""

    by_category: Mapping[str, tuple[TypicalLine, ...]]
    by_verb: Mapping[str, str]
    other_question: str

    def lines(self, category: str) -> tuple[TypicalLine, ...]:
        """The category's own lines, then those true of most work."""
        return (*self.by_category.get(category, ()), *self.by_category[ANY])

    def reader_question(self, verb: str) -> str:
        """What is asked next about something done; `verb` in lower case."""
        return self.by_verb.get(verb, self.other_question)


def read_typical_work() -> TypicalWork:
    """`typical_work.toml` and `reader_questions.toml`."""
    work, questions = read_table("typical_work.toml").entries, read_table("reader_questions.toml").entries
    return TypicalWork(
        by_category=MappingProxyType(
            {category: tuple(TypicalLine(**line) for line in entry["lines"]) for category, entry in work.items()}
        ),
        by_verb=MappingProxyType({verb: entry["asks"] for entry in questions.values() for verb in entry["verbs"]}),
        other_question=questions[ANY]["asks"],
    )
