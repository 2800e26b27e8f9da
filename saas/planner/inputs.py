"""What a plan is composed from beside the person's answers."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.loading import Facts
from saas.intake.questions.questionnaire import Questionnaire
from saas.library.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """The published library, the facts, and the questions the answers belong to."""

    catalogue: Catalogue
    facts: Facts
    questionnaire: Questionnaire
