"""Reading answers. The session is the account's own, except for start sheets."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.answers.json_form import from_stored
from saas.intake.answers.models import Answer, StartSheet, is_open_sheet
from saas.intake.questions.question import AnswerSheet
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.tenancy import name_start_sheet


def load_start_sheet(session: Session, questionnaire: Questionnaire, token: str | None) -> AnswerSheet:
    """A visitor's sheet by its secret; an empty one where there is none, or where an account has claimed it."""
    if token is None:
        return AnswerSheet()
    name_start_sheet(session, token)
    stored = session.scalar(select(StartSheet.answers).where(is_open_sheet(token)))
    return from_stored(questionnaire, stored or {})


def is_on_shared_computer(session: Session, token: str | None) -> bool:
    """Whether the visitor said so."""
    if token is None:
        return False
    name_start_sheet(session, token)
    return bool(session.scalar(select(StartSheet.is_shared).where(is_open_sheet(token))))


def load_sheet(session: Session, questionnaire: Questionnaire) -> AnswerSheet:
    """Everything the account answered or skipped, in use or not."""
    rows = session.execute(select(Answer.question_key, Answer.value))
    return from_stored(questionnaire, dict(rows.all()))
