"""Reading answers. The session is the account's own, except for start sheets."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.answers.json_form import from_stored
from saas.intake.answers.models import Answer, StartSheet
from saas.intake.questions.question import AnswerSheet
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.tenancy import name_start_sheet


def load_start_sheet(session: Session, questionnaire: Questionnaire, token: str | None) -> AnswerSheet:
    """A visitor's sheet by its secret; an empty one where there is none, or where an account has claimed it."""
    if token is None:
        return AnswerSheet()
    name_start_sheet(session, token)
    stored = session.scalar(select(StartSheet.answers).where(StartSheet.id == token, StartSheet.account_id.is_(None)))
    return from_stored(questionnaire, stored or {})


def load_sheet(session: Session, questionnaire: Questionnaire) -> AnswerSheet:
    """Everything the account answered or skipped, in use or not."""
    rows = session.execute(select(Answer.question_key, Answer.value))
    return from_stored(questionnaire, dict(rows.all()))
