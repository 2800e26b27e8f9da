"""Composing a plan. Pure: the same answers, catalogue, facts and day give the same plan to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saas.facts.loading import Facts
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.conditions import Answers
from saas.library.catalogue import Catalogue
from saas.planner.deadlines.rows import compute_deadlines, dates_by_key
from saas.planner.decision.desk import decide
from saas.planner.inputs import PlanInputs
from saas.planner.insights import write_insights
from saas.planner.notes import write_notes
from saas.planner.outline import Outline
from saas.planner.person import Profile, build_profile
from saas.planner.phrases import with_article
from saas.planner.rhythm import plan_week
from saas.planner.situation import assess_situation
from saas.planner.steps.choosing import Candidate, choose_candidates
from saas.planner.steps.horizon import find_horizon
from saas.planner.steps.phases import build_phases
from saas.planner.translation import translate_work

STANDING_PHRASES = {"laid-off": "after a layoff", "at-risk": "before a layoff", "leaving": "before you leave"}
DIRECTION_PHRASES = {
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

    @property
    def fitting_slugs(self) -> frozenset[str]:
        """The steps whose condition holds for this person."""
        return frozenset(candidate.slug for candidate in self.candidates)


def compose(answers: Answers, catalogue: Catalogue, facts: Facts, questionnaire: Questionnaire, today: date) -> Outline:
    """The plan of one person. Few answers give a short plan. ValueError when not even the role is answered."""
    return compose_with_candidates(answers, PlanInputs(catalogue, facts, questionnaire), today).outline


def compose_with_candidates(answers: Answers, inputs: PlanInputs, today: date) -> Composition:
    """The same, for whoever has to know why a step is in it or what else would fit. ValueError as above."""
    situation = assess_situation(build_profile(answers, inputs, today))
    decision, directions = decide(situation), situation.directions
    # As conditions write it: “change-setting”.
    person = situation.person.with_known(verdict=decision.verdict.replace(" ", "-") if decision else None)
    deadlines = compute_deadlines(person)
    candidates = choose_candidates(person, dates_by_key(deadlines))
    horizon = find_horizon(today, situation.money, dates_by_key(deadlines))
    phases = build_phases(person, candidates, horizon)
    outline = Outline(
        today=today,
        title=_title(person),
        role_title=person.role_title,
        reading=write_insights(situation),
        deadlines=deadlines,
        money=situation.money,
        directions=directions,
        decision=decision,
        phases=phases,
        translation=translate_work(person, directions),
        rhythm=plan_week(person, phases),
        gentle=person.needs_gentle_start,
        notes=write_notes(person, directions),
        version=inputs.catalogue.version,
        closing=horizon.closing,
    )
    return Composition(outline, person, candidates)


def _title(person: Profile) -> str:
    """ "A plan for a registered nurse, after a layoff: out of the field"."""
    standing = STANDING_PHRASES.get(person.choice("employment"), "")
    direction = DIRECTION_PHRASES.get(person.choice("direction"), "")
    return (
        f"A plan for {with_article(person.role_title)}"
        + (f", {standing}" if standing else "")
        + (f": {direction}" if direction else "")
    )
