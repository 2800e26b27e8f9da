"""Reading submissions of the account that owns the session."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake.submissions.models import Submission


def find_latest_submission(session: Session) -> Submission | None:
    """What the account sent in last."""
    return session.scalar(select(Submission).order_by(Submission.id.desc()).limit(1))
