"""Start sheets, answers and submissions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Connection, ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from saas.intake.rules.shapes import Json
from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.ids import new_public_id, new_token
from saas.kernel.tenancy import Owned

# A skip is kept as JSON's null and not as the database's: it is something a person did.
Kept = JSON(none_as_null=False)


class StartSheet(Base):
    """What a visitor answered before an account. Its `id` is a secret held in the visitor's signed cookie.

    `account_id` is the account that claimed it; the answers have then moved, and the sheet is empty and closed.
    Not an owned table: it is written before anybody is known, and found by its secret alone.
    """

    __tablename__ = "start_sheets"
    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_token)
    answers: Mapped[dict[str, Json]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    account_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )


class Answer(Owned, Base):
    """One answer of an account, in its JSON form; null is a skip."""

    __tablename__ = "answers"
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Json] = mapped_column(Kept)
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Submission(IntegerKey, Owned, Base):
    """The answers in use at the moment they were sent in. Never edited; a plan points at one.

    `library_version` is that of the questions they answer; None where those came from files.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("account_id", "id"),)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    answers: Mapped[dict[str, Json]] = mapped_column(JSON)
    library_version: Mapped[str | None] = mapped_column(String(20))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)


@event.listens_for(Submission, "before_update")
def _stays_as_it_was(_mapper: Mapper[Submission], _connection: Connection, submission: Submission) -> None:
    raise RuntimeError(f"Submission {submission.public_id} is frozen: send the answers in again instead.")
