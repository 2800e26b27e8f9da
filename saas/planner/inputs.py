"""What every plan stands on beside a person's answers: the published library, the facts, the questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saas.facts.loading import Facts
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.conditions import Answers
from saas.library.catalogue import Catalogue
from saas.planner.compose import Composition, composition


@dataclass(frozen=True, slots=True)
class Ground:
    catalogue: Catalogue
    facts: Facts
    questionnaire: Questionnaire

    def composition(self, answers: Answers, today: date) -> Composition:
        """Raises ValueError where the role is not answered."""
        return composition(answers, self.catalogue, self.facts, self.questionnaire, today)
