"""What conditions may ask for: the questionnaire's answers, and what is concluded from them."""

from __future__ import annotations

from collections.abc import Callable

from saas.facts.categories import CATEGORIES
from saas.facts.loading import Facts
from saas.intake.rules.questionnaire import Questionnaire
from saas.planner.person import DERIVED

FREE = ("money", "number", "date", "text", "rows")


def vocabulary(questionnaire: Questionnaire, facts: Facts) -> Callable[[str, str], bool]:
    """`can_answer(key, value)`: may this answer be given? An empty value asks whether there is such a key at all."""

    def can_answer(key: str, value: str) -> bool:
        question = questionnaire.by_key.get(key)
        if key == "family":
            return not value or value in CATEGORIES
        if question is None:
            return key in DERIVED
        if not value or question.kind in FREE:
            return True
        if question.kind == "role":
            return facts.role(value) is not None
        if question.kind == "state":
            return facts.state(value) is not None
        return question.option(value) is not None

    return can_answer
