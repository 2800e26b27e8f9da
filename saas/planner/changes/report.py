"""Everything that would change, line by line with its reasons, and how much stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from saas.kernel.conditions import Answers
from saas.planner.changes.answers import AnswerChange, changed_answers
from saas.planner.changes.carry_over import Touch, carried
from saas.planner.changes.causes import LIBRARY, Cause, Link, chain
from saas.planner.changes.change_line import Told
from saas.planner.changes.change_lines import told
from saas.planner.changes.differences import differences
from saas.planner.changes.explanations import Reasons
from saas.planner.inputs import Ground
from saas.planner.outline import Outline

Aspect = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """A plan and the answers it was made from, as given to `compose`. `outline` has its steps, as they stand."""

    answers: Answers
    outline: Outline

    @property
    def today(self) -> date:
        return self.outline.today


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the report. `behind` are sentences: what changed, from what to what. `own` is what the line itself has to
    do with it, or empty. `is_answered`: an answer is behind it, and not the calendar alone."""

    line: Told
    behind: tuple[str, ...]
    own: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Report:
    """`answers` are those that changed. `staying` counts the steps on which there is no line at all."""

    answers: tuple[AnswerChange, ...]
    changes: tuple[Change, ...]
    staying: int

    @property
    def answered(self) -> list[Change]:
        """What follows from the answers that changed."""
        return [change for change in self.changes if change.is_answered]

    @property
    def otherwise(self) -> list[Change]:
        """What the calendar and the library have changed since."""
        return [change for change in self.changes if not change.is_answered]


def report(ground: Ground, old: Side, new: Side, touches: Sequence[Touch]) -> Report:
    """`touches` are what the person did to the steps of the old plan, which `old.outline` shows as done."""
    links = chain(ground, old.answers, new.answers, old.today, new.today)
    last = links[-1].made
    stages = [
        (LIBRARY, old.outline),
        *((link.cause, _seen(link, touches)) for link in links),
        (LIBRARY, carried(new.outline, touches, _fitting(links[-1]))),
    ]
    answers = changed_answers(links[0].made.person, last.person)
    reasons = Reasons(links[0].made, last, answers, (new.today - old.today).days)
    lines = _lines(old.outline, stages[-1][1])
    found = _causes(stages)
    changes = tuple(_change(line, found, reasons) for line in lines)
    touched = {line.key for line in lines if line.part == "step"}
    return Report(answers, changes, sum(step.slug not in touched for step in stages[-1][1].steps))


def _change(line: Told, found: Mapping[Aspect, Sequence[Cause]], reasons: Reasons) -> Change:
    causes = found.get(line.aspect) or found.get((line.part, line.key, "")) or ()
    answers = [cause for cause in causes if cause.kind == "answer"]
    return Change(line, reasons.behind(answers or causes), reasons.own(line), bool(answers))


def _causes(stages: Sequence[tuple[Cause, Outline]]) -> Mapping[Aspect, list[Cause]]:
    """By aspect, and by part and key alone for a line that came about in several turns."""
    found: dict[Aspect, list[Cause]] = defaultdict(list)
    for (_, before), (cause, after) in pairwise(stages):
        for line in _lines(before, after):
            found[line.aspect].append(cause)
            found[line.part, line.key, ""].append(cause)
    return found


def _lines(old: Outline, new: Outline) -> list[Told]:
    return [line for change in differences(old, new) for line in told(change)]


def _seen(link: Link, touches: Iterable[Touch]) -> Outline:
    return carried(link.made.outline, touches, _fitting(link))


def _fitting(link: Link) -> frozenset[str]:
    return frozenset(one.slug for one in link.made.candidates)
