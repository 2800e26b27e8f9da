"""How much an answer has to do with a line: the one that decided, the person's work, their situation, or only a gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.kernel.conditions import Answers, Atom, Condition
from saas.planner.danger import WRITTEN

DECIDES, OWN_WORK, SITUATION, GATE = 3, 2, 1, 0
FOLLOWS_FROM = {
    "family": ("role",),
    "days_since_last_day": ("last_day",),
    "days_since_told": ("told_on",),
    "runway_months": ("savings", "spending"),
    "danger": WRITTEN,
}
BROAD = ("employment", "direction", "level")
NEGATIVE = ("is not", "not in", "lacks")
COMPARED = (">=", "<=", ">", "<")
# “Within two weeks” and “after two weeks” speak of a day; “within two hundred days” and “still employed” do not.
RECENT_DAYS = 14
MOST_VALUES = 2
HARDLY_ANY = 5


@dataclass(frozen=True, slots=True)
class Telling:
    """`keys` are the questions an atom of a condition looks at, directly or through what follows from them."""

    level: int
    keys: tuple[str, ...]


def tellings(condition: Condition, answers: Answers, counted_from: str = "") -> tuple[Telling, ...]:
    """Most telling first. A situation nearly everybody shares, where things stand, comes last among equals."""
    dated = (Telling(DECIDES, (counted_from,)),) if counted_from else ()
    found = [*_found(condition, answers), *dated]
    return tuple(sorted(found, key=lambda one: (-one.level, one.keys == ("employment",))))


def is_own(condition: Condition) -> bool:
    """Written for this work, by its name or its field."""
    return any(_level(line, atom) == OWN_WORK for line in condition.lines for atom in line)


def _found(condition: Condition, answers: Answers) -> Iterator[Telling]:
    for line in condition.lines:
        for atom in line:
            if atom.word != "unanswered" and atom.holds(answers):
                yield Telling(_level(line, atom), FOLLOWS_FROM.get(atom.key, (atom.key,)))


def _level(line: tuple[Atom, ...], atom: Atom) -> int:
    if atom.word in NEGATIVE:
        return GATE
    if atom.key in ("role", "family"):
        return OWN_WORK
    if atom.key.startswith("days_since"):
        return DECIDES if _is_about_a_day(atom) else GATE
    if any(other.word == "unanswered" for other in line) and not _is_telling_number(atom):
        return GATE
    if atom.key not in BROAD:
        return DECIDES
    return SITUATION if len(atom.values) <= MOST_VALUES else GATE


def _is_telling_number(atom: Atom) -> bool:
    """A lot of something, or hardly any. “At most forty” is said of nearly everybody."""
    return atom.word in (">=", ">") or (atom.word in COMPARED and float(atom.values[0]) <= HARDLY_ANY)


def _is_about_a_day(atom: Atom) -> bool:
    if atom.word in (">=", ">"):
        return float(atom.values[0]) >= RECENT_DAYS
    return atom.word in COMPARED and 0 < float(atom.values[0]) <= RECENT_DAYS
