"""Why a line differs, in sentences: the answer that changed, what no longer holds, what put the new line there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from saas.kernel.conditions import Condition
from saas.planner.changes.answers import AnswerChange
from saas.planner.changes.causes import Cause
from saas.planner.changes.lines import ChangeLine
from saas.planner.compose import Composition
from saas.planner.phrases import answer_clause
from saas.planner.relevance import source_questions
from saas.planner.steps.choosing import Candidate

STILL_FITS = "It still fits you. The hours of the plan go to what comes before it."
WITHDRAWN = "It has been taken out of the library."
TIME_PASSED = "It belongs to days that have passed."
NO_LONGER_HOLDS = "What it rested on no longer holds."
ROOM_NOW = "It fitted you before, and there is room for it now."
SOONER, LATER = "There is room for it sooner.", "What comes before it takes the time now."
LIBRARY_EDITED = "The library has been edited since this plan was made."


@dataclass(frozen=True)
class Explainer:
    """`old` and `new` are the two plans as they are composed from today’s library; `days` lie between them."""

    old: Composition
    new: Composition
    answers: Sequence[AnswerChange]
    days: int

    def name_causes(self, causes: Iterable[Cause]) -> tuple[str, ...]:
        """What changed: the answer, from what to what, or the days, or the library. At least one sentence."""
        sentences = dict.fromkeys(self._cause_sentence(cause) for cause in causes)
        return tuple(sentence for sentence in sentences if sentence) or (LIBRARY_EDITED,)

    def explain_line(self, line: ChangeLine) -> str:
        """What this one line has to do with it; empty where its words say it all."""
        if line.part == "step":
            return self._explain_step(line)
        if line.part == "deadline" and line.act == "removed":
            row = next((row for row in self.old.outline.deadlines if row.key == line.key), None)
            return self._explain_loss(row.answers) if row else ""
        if line.part == "deadline" and line.act == "added":
            return next((f"Because {row.because}." for row in self.new.outline.deadlines if row.key == line.key), "")
        return ""

    def _cause_sentence(self, cause: Cause) -> str:
        if cause.kind == "library":
            return LIBRARY_EDITED
        if cause.kind == "days":
            return f"{'A day has' if self.days == 1 else f'{self.days} days have'} passed since this plan was made."
        return next((change.sentence for change in self.answers if change.key == cause.key), "")

    def _explain_step(self, line: ChangeLine) -> str:
        before, after = _find_candidate(self.old, line.key), _find_candidate(self.new, line.key)
        if line.act == "removed":
            return self._explain_removal(line.key)
        if line.act == "added":
            steps = self.new.outline.steps
            because = next((f"Because {step.because}." for step in steps if step.slug == line.key), "")
            return f"{because} {ROOM_NOW}" if before else because
        if line.act == "moved" and before and after and before.due == after.due:
            return SOONER if _phase_index(self.new, line.key) < _phase_index(self.old, line.key) else LATER
        return ""

    def _explain_removal(self, slug: str) -> str:
        person = self.new.person
        step = next((step for step in person.catalogue.steps if step.slug == slug), None)
        if step is None:
            return WITHDRAWN
        if not step.content.condition.holds(person.known):
            return self._explain_loss(_failing_keys(step.content.condition, self.new))
        instead = next((other for other in self.new.candidates if slug in other.step.content.instead_of), None)
        if instead is None or _find_candidate(self.new, slug):
            return STILL_FITS
        return f"“{person.write_figures(instead.step.content.title)}” now stands in for it."

    def _explain_loss(self, keys: Iterable[str]) -> str:
        """Which answer held it there, and what it is now, in their own words."""
        old, new = self.old.person, self.new.person
        for key in keys:
            before, after = answer_clause(old, key, old.known), answer_clause(new, key, new.known)
            if before and before != after and old.given.get(key) != new.given.get(key):
                return f"It was there because {before}. {f'Now {after}' if after else 'That answer is not there any more'}."
            if after and not before:
                return f"It no longer fits, because {after}."
        return TIME_PASSED if self.days else NO_LONGER_HOLDS


def _find_candidate(composition: Composition, slug: str) -> Candidate | None:
    return next((candidate for candidate in composition.candidates if candidate.slug == slug), None)


def _phase_index(composition: Composition, slug: str) -> int:
    phases = composition.outline.phases
    indexes = (index for index, phase in enumerate(phases) if any(step.slug == slug for step in phase.steps))
    return next(indexes, len(phases))


def _failing_keys(condition: Condition, composition: Composition) -> list[str]:
    """The questions behind the lines of a condition that do not hold."""
    known = composition.person.known
    failing = [line for line in condition.lines if not any(atom.holds(known) for atom in line)]
    return [key for line in failing for atom in line for key in source_questions(atom.key)]
