"""Sending what was given up on its way again, each with its row in the log of staff acts."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.kernel import jobs, letters
from saas.kernel.db import transaction


def resend_letter(session: Session, key: str) -> None:
    """Raises NotFound or TextErased."""
    letters.resend_letter(session, key, lambda inner: record_event(inner, "letter_resent", subject=key))


def discard_letter(session: Session, key: str) -> None:
    """Raises NotFound."""
    letters.discard_letter(session, key, lambda inner: record_event(inner, "letter_discarded", subject=key))


def retry_job(session: Session, engine: Engine, key: str) -> bool:
    """Whether there was such a job. The log says that it was asked for: the job engine has a transaction of its own."""
    with transaction(session):
        record_event(session, "job_retried", subject=key)
    return jobs.retry_dead_job(engine, key)
