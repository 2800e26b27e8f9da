"""The rules of asking: pure, but for the questionnaire that this process holds."""

from __future__ import annotations

from saas.intake.rules.faults import AnswerError, AnswersError
from saas.intake.rules.json_form import from_json, from_kept, to_json
from saas.intake.rules.questionnaire import Questionnaire, asked_version, install, questionnaire, supply
from saas.intake.rules.reading import ResolveRole, SuggestRoles, joined, read
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
    "asked_version",
    "from_json",
    "from_kept",
    "install",
    "joined",
    "questionnaire",
    "read",
    "supply",
    "to_json",
]
