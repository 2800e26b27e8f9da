"""Submissions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from saas.intake.questions.question import Json
from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.encryption import EncryptedJson
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import Owned


class Submission(IntegerKey, Owned, Base):
    """The answers in use at the moment they were sent in. Never edited; a plan points at one.

    `library_version` is that of the questions they answer; None where those came from files.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("account_id", "id"),)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    answers: Mapped[dict[str, Json]] = mapped_column(EncryptedJson("submissions.answers"))
    library_version: Mapped[str | None] = mapped_column(String(20))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)


@event.listens_for(Submission, "before_update")
def _refuse_update(_mapper: Mapper[Submission], _connection: Connection, submission: Submission) -> None:
    raise RuntimeError(f"Submission {submission.public_id} is frozen: send the answers in again instead.")
