"""How much an answer has to do with a line of the plan: it decided, it is their work, it is their situation, or only a gate."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from saas.kernel.conditions import Answers, Atom, Condition

# The questions behind a derived key.
FOLLOWS_FROM = {
    "family": ("role",),
    "days_since_last_day": ("last_day",),
    "days_since_told": ("told_on",),
    "runway_months": ("savings", "spending"),
    "cash_months": ("savings", "spending"),
    "search": ("applications", "interviews"),
    "verdict": ("leaving_what", "direction"),
    "age_40": ("age",),
}
BROAD_KEYS = ("employment", "direction", "level")
NEGATIONS = ("is not", "not in", "lacks")
COMPARISONS = (">=", "<=", ">", "<")
# “Within two weeks” and “after two weeks” speak of a day; “within two hundred days” and “still employed” do not.
RECENT_DAYS = 14
MOST_VALUES = 2
HARDLY_ANY = 5


class Relevance(IntEnum):
    """Higher explains more. A gate merely keeps nobody out."""

    GATE = 0
    SITUATION = 1
    OWN_WORK = 2
    DECIDES = 3


class RelevantAnswers(NamedTuple):
    """`keys` are the questions an atom of a condition looks at, directly or through what follows from them."""

    relevance: Relevance
    keys: tuple[str, ...]


def source_questions(key: str) -> tuple[str, ...]:
    """The questions behind a key: those a derived key follows from, or the key itself."""
    return FOLLOWS_FROM.get(key, (key,))


def rank_answers(condition: Condition, answers: Answers, counted_from: str = "") -> tuple[RelevantAnswers, ...]:
    """The answers that made a condition hold, most relevant first.

    `counted_from` is the answer a due date starts at; it decides. “Where things stand”, which nearly everybody shares, comes
    last among equals.
    """
    dated = (RelevantAnswers(Relevance.DECIDES, (counted_from,)),) if counted_from else ()
    ranked = [*_holding_atoms(condition, answers), *dated]
    return tuple(sorted(ranked, key=lambda answer: (-answer.relevance, answer.keys == ("employment",))))


def _holding_atoms(condition: Condition, answers: Answers) -> Iterator[RelevantAnswers]:
    for line in condition.lines:
        for atom in line:
            if atom.word != "unanswered" and atom.holds(answers):
                yield RelevantAnswers(_relevance(line, atom), source_questions(atom.key))


def _relevance(line: tuple[Atom, ...], atom: Atom) -> Relevance:
    if atom.word in NEGATIONS:
        return Relevance.GATE
    if atom.key in ("role", "family"):
        return Relevance.OWN_WORK
    if atom.key.startswith("days_since"):
        return Relevance.DECIDES if _is_about_a_day(atom) else Relevance.GATE
    if any(other.word == "unanswered" for other in line) and not _is_striking_number(atom):
        return Relevance.GATE
    if atom.key not in BROAD_KEYS:
        return Relevance.DECIDES
    return Relevance.SITUATION if len(atom.values) <= MOST_VALUES else Relevance.GATE


def _is_striking_number(atom: Atom) -> bool:
    """A lot of something, or hardly any. “At most forty” is said of nearly everybody."""
    return atom.word in (">=", ">") or (atom.word in COMPARISONS and float(atom.values[0]) <= HARDLY_ANY)


def _is_about_a_day(atom: Atom) -> bool:
    if atom.word in (">=", ">"):
        return float(atom.values[0]) >= RECENT_DAYS
    return atom.word in COMPARISONS and 0 < float(atom.values[0]) <= RECENT_DAYS
