"""What published text may point at, gathered from the features that own it: facts, questions, and the library itself."""

from __future__ import annotations

from collections.abc import Iterable

from saas.facts.loading import load_facts
from saas.intake.rules.questionnaire import questionnaire
from saas.library.checks.content import LinkTargets
from saas.library.kinds import addresses
from saas.library.kinds.spec import Kind
from saas.planner.vocabulary import vocabulary


def world(pieces: Iterable[tuple[Kind, str]]) -> LinkTargets:
    """`pieces` are the kinds and slugs that are, or are about to be, published."""
    pieces = tuple(pieces)
    facts = load_facts()
    return LinkTargets(
        hrefs=addresses.known_hrefs(pieces),
        figures=facts.figures.keys(),
        roles=facts.by_slug.keys(),
        steps={slug for kind, slug in pieces if kind == "step"},
        can_answer=vocabulary(questionnaire(), facts),
    )
