"""Reading sheets, answers and submissions. Sessions are the account's own, except for start sheets."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.models import Answer, StartSheet, Submission
from saas.intake.rules.json_form import from_kept
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.rules.shapes import AnswerSheet
from saas.kernel.conditions import Answers


def start_sheet(session: Session, token: str | None) -> AnswerSheet:
    """A visitor's sheet by its secret; an empty one where there is none, or where an account has claimed it."""
    if token is None:
        return AnswerSheet()
    kept = session.scalar(select(StartSheet.answers).where(StartSheet.id == token, StartSheet.account_id.is_(None)))
    return from_kept(questionnaire(), kept or {})


def sheet(session: Session) -> AnswerSheet:
    """Everything the account answered or skipped, in use or not."""
    rows = session.execute(select(Answer.question_key, Answer.value))
    return from_kept(questionnaire(), dict(rows.all()))


def answers(session: Session) -> Answers:
    """Everything the account answered, in use or not."""
    return sheet(session).answers


def rows(session: Session, key: str) -> tuple[str, ...]:
    """What the account wrote to a question of kind rows; empty where it wrote nothing."""
    answer = answers(session).get(key)
    return answer if isinstance(answer, tuple) else ()


def latest_submission(session: Session) -> Submission | None:
    """What the account sent in last."""
    return session.scalar(select(Submission).order_by(Submission.id.desc()).limit(1))


def submission(session: Session, public_id: str) -> Submission | None:
    return session.scalar(select(Submission).where(Submission.public_id == public_id))


def submitted_answers(submission: Submission) -> Answers:
    """The answers of a submission, as `compose` takes them."""
    return from_kept(questionnaire(), submission.answers).answers
