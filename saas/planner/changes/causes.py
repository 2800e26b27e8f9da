"""Why two plans differ, found by composing the plan again with one change at a time: library, days, then each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from saas.kernel.conditions import Answer, Answers
from saas.planner.compose import Composition
from saas.planner.inputs import Ground


@dataclass(frozen=True, slots=True)
class Cause:
    """`key` is the question's, where an answer is the cause."""

    kind: Literal["library", "days", "answer"]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The plan as it is once this cause, and every one before it, has had its effect."""

    cause: Cause
    made: Composition


LIBRARY, DAYS = Cause("library"), Cause("days")


def chain(ground: Ground, then: Answers, now: Answers, first: date, last: date) -> tuple[Link, ...]:
    """From the old plan to the new one. The first link has the old answers and day, and the library as it is now; the
    last has the new answers and day, so every difference between old and new is made by some link."""
    links = [Link(LIBRARY, ground.composition(then, first))]
    if last != first:
        links.append(Link(DAYS, ground.composition(then, last)))
    links += [
        Link(Cause("answer", key), ground.composition(mixed, last)) for key, mixed in _mixtures(ground, then, now)
    ]
    return tuple(links)


def _mixtures(ground: Ground, then: Answers, now: Answers) -> Iterator[tuple[str, Answers]]:
    """Answers on their way from old to new, in the order asked: an answer that opens a branch goes before those in it."""
    mixed: dict[str, Answer] = dict(then)
    for key in _ordered(ground, then, now):
        mixed.pop(key, None)
        if key in now:
            mixed[key] = now[key]
        yield key, dict(mixed)


def _ordered(ground: Ground, then: Answers, now: Answers) -> Sequence[str]:
    asked = [question.key for question in ground.questionnaire.all_questions]
    return [key for key in asked if then.get(key) != now.get(key)]
