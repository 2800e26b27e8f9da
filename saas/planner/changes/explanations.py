"""Why a line differs, in sentences: the answer that changed, what no longer holds, what put the new line there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from saas.kernel.conditions import Condition
from saas.planner.changes.answers import AnswerChange
from saas.planner.changes.causes import Cause
from saas.planner.changes.change_line import Told
from saas.planner.compose import Composition
from saas.planner.phrases import clause
from saas.planner.relevance import FOLLOWS_FROM
from saas.planner.steps.choosing import Candidate

STILL_FITS = "It still fits you. The hours of the plan go to what comes before it."
WITHDRAWN = "It has been taken out of the library."
TIME_PASSED = "It belongs to days that have passed."
ROOM_NOW = "It fitted you before, and there is room for it now."
SOONER, LATER = "There is room for it sooner.", "What comes before it takes the time now."
LIBRARY_SINCE = "The library has been edited since this plan was made."


@dataclass(frozen=True)
class Reasons:
    """`then` and `now` are the two plans as they are composed from today’s library."""

    then: Composition
    now: Composition
    answers: Sequence[AnswerChange]
    days: int

    def behind(self, causes: Iterable[Cause]) -> tuple[str, ...]:
        """What changed: the answer, from what to what, or the days, or the library. At least one sentence."""
        said = dict.fromkeys(self._cause(cause) for cause in causes)
        return tuple(words for words in said if words) or (LIBRARY_SINCE,)

    def own(self, line: Told) -> str:
        """What this one line has to do with it; empty where its words say it all."""
        if line.part == "step":
            return self._of_step(line)
        if line.part == "deadline" and line.act == "removed":
            row = next((row for row in self.then.outline.deadlines if row.key == line.key), None)
            return self._no_longer(row.answers) if row else ""
        if line.part == "deadline" and line.act == "added":
            return next((f"Because {row.because}." for row in self.now.outline.deadlines if row.key == line.key), "")
        return ""

    def _of_step(self, line: Told) -> str:
        before, after = (_candidate(made, line.key) for made in (self.then, self.now))
        if line.act == "removed":
            return self._left_out(line.key)
        if line.act == "added":
            because = next((f"Because {step.because}." for step in self.now.outline.steps if step.slug == line.key), "")
            return f"{because} {ROOM_NOW}" if before else because
        if line.act == "moved" and before and after and before.due == after.due:
            return SOONER if self._place(self.now, line.key) < self._place(self.then, line.key) else LATER
        return ""

    def _place(self, made: Composition, slug: str) -> int:
        phases = made.outline.phases
        return next(
            (place for place, phase in enumerate(phases) if slug in {one.slug for one in phase.steps}), len(phases)
        )

    def _cause(self, cause: Cause) -> str:
        if cause.kind == "library":
            return LIBRARY_SINCE
        if cause.kind == "days":
            return f"{'A day has' if self.days == 1 else f'{self.days} days have'} passed since this plan was made."
        return next((one.sentence for one in self.answers if one.key == cause.key), "")

    def _left_out(self, slug: str) -> str:
        step = next((one for one in self.now.person.catalogue.steps if one.slug == slug), None)
        if step is None:
            return WITHDRAWN
        if not step.piece.condition.holds(self.now.person.known):
            return self._no_longer(_failing(step.piece.condition, self.now))
        other = next((one for one in self.now.candidates if slug in one.step.piece.instead_of), None)
        if other is None or _candidate(self.now, slug):
            return STILL_FITS
        return f"“{self.now.person.spoken(other.step.piece.title)}” now stands in for it."

    def _no_longer(self, keys: Iterable[str]) -> str:
        """Which answer held it there, and what it is now, in their own words."""
        for key in keys:
            was, now = (clause(side.person, key, side.person.known) for side in (self.then, self.now))
            if was and was != now and self.then.person.given.get(key) != self.now.person.given.get(key):
                return f"It was there because {was}. {f'Now {now}' if now else 'That answer is not there any more'}."
            if now and not was:
                return f"It no longer fits, because {now}."
        return TIME_PASSED if self.days else "What it rested on no longer holds."


def _candidate(made: Composition, slug: str) -> Candidate | None:
    return next((one for one in made.candidates if one.slug == slug), None)


def _failing(condition: Condition, made: Composition) -> list[str]:
    """The questions behind the lines of a condition that do not hold."""
    known = made.person.known
    lines = [line for line in condition.lines if not any(atom.holds(known) for atom in line)]
    return [key for line in lines for atom in line for key in FOLLOWS_FROM.get(atom.key, (atom.key,))]
