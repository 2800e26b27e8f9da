"""The rules of asking: pure, but for one read of the questions' file."""

from __future__ import annotations

from saas.intake.rules.faults import AnswerError, AnswersError
from saas.intake.rules.json_form import from_json, from_kept, to_json
from saas.intake.rules.questionnaire import Questionnaire, questionnaire
from saas.intake.rules.reading import ResolveRole, SuggestRoles, read
from saas.intake.rules.shapes import AnswerSheet, Option, Question
from saas.intake.rules.states import STATES

__all__ = [
    "STATES",
    "AnswerError",
    "AnswerSheet",
    "AnswersError",
    "Option",
    "Question",
    "Questionnaire",
    "ResolveRole",
    "SuggestRoles",
    "from_json",
    "from_kept",
    "questionnaire",
    "read",
    "to_json",
]
