"""What plans stand on, as this request finds it."""

from __future__ import annotations

from saas.facts.loading import load_facts
from saas.intake.questions.queries import current_questionnaire
from saas.library.pieces import queries as library
from saas.planner.inputs import Ground
from saas.web.session import db


def ground() -> Ground:
    """The library as it is published now."""
    return Ground(library.load_catalogue(db()), load_facts(), current_questionnaire(db()))
