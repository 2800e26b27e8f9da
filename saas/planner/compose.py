"""Composing a plan. Pure: the same answers, catalogue, facts and day give the same plan to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saas.facts.loading import Facts
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.conditions import Answers
from saas.library.catalogue import Catalogue
from saas.planner.deadlines.rows import dates, deadlines
from saas.planner.decision.desk import decision
from saas.planner.insights import reading
from saas.planner.notes import notes
from saas.planner.outline import Outline
from saas.planner.person import Profile, profile
from saas.planner.phrases import a
from saas.planner.rhythm import rhythm
from saas.planner.situation import circumstances
from saas.planner.steps.choosing import Candidate, candidates
from saas.planner.steps.opening import is_gentle
from saas.planner.steps.phases import phases
from saas.planner.translation import translation

STANDING = {"laid-off": "after a layoff", "at-risk": "before a layoff", "leaving": "before you leave"}
LEANING = {
    "same": "the same work elsewhere",
    "adjacent": "something close to it",
    "pivot": "out of the field",
    "unsure": "direction open",
}


@dataclass(frozen=True, slots=True)
class Composition:
    """A plan with what was known while it was composed: the person, and every step that fits them, in it or not."""

    outline: Outline
    person: Profile
    candidates: tuple[Candidate, ...]


def compose(answers: Answers, catalogue: Catalogue, facts: Facts, questionnaire: Questionnaire, today: date) -> Outline:
    """The plan of one person. Few answers give a short plan. ValueError when not even the role is answered."""
    return composition(answers, catalogue, facts, questionnaire, today).outline


def composition(
    answers: Answers, catalogue: Catalogue, facts: Facts, questionnaire: Questionnaire, today: date
) -> Composition:
    """The same, for whoever has to know why a step is in it or what else would fit. ValueError as above."""
    now = circumstances(profile(answers, catalogue, facts, questionnaire, today))
    person = now.person
    rows = deadlines(person)
    lines = translation(person, now.directions)
    chosen = candidates(person, dates(rows))
    outline = Outline(
        today=today,
        title=_title(person),
        role_title=person.role_title,
        reading=reading(now),
        deadlines=rows,
        money=now.money,
        directions=now.directions,
        decision=decision(now),
        phases=phases(person, chosen),
        translation=lines,
        rhythm=rhythm(person),
        gentle=is_gentle(person),
        notes=notes(person, now.directions, is_translated=bool(person.page or person.pivots)),
        version=catalogue.version,
    )
    return Composition(outline, person, chosen)


def _title(person: Profile) -> str:
    """ "A plan for a registered nurse, after a layoff: out of the field"."""
    standing = STANDING.get(person.choice("employment"), "")
    leaning = LEANING.get(person.choice("direction"), "")
    return (
        f"A plan for {a(person.role_title)}"
        + (f", {standing}" if standing else "")
        + (f": {leaning}" if leaning else "")
    )
