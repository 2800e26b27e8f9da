"""Start sheets, and the answers of an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, String, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from saas.intake.questions.question import Json
from saas.kernel import clock
from saas.kernel.db import Base
from saas.kernel.encryption import EncryptedJson
from saas.kernel.ids import new_token
from saas.kernel.tenancy import Owned

# How long a sheet from a shared computer is open after the last answer.
SHARED_FOR = timedelta(hours=1)


class StartSheet(Base):
    """What a visitor answered before an account. Its `id` is a secret held in the visitor's signed cookie.

    `account_id` is the account that claimed it; the answers have then moved, and the sheet is empty and closed.
    `is_shared` says that others use the same computer: the sheet is closed an hour after the last answer.
    Not an owned table: it is written before anybody is known, and found by its secret alone, which the session names
    first (`tenancy.name_start_sheet`).
    """

    __tablename__ = "start_sheets"
    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_token)
    answers: Mapped[dict[str, Json]] = mapped_column(
        EncryptedJson("start_sheets.answers", is_owned=False), default=dict
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    account_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())


def is_open_sheet(token: str) -> ColumnElement[bool]:
    """Whether a row is the sheet of this secret, unclaimed and, from a shared computer, not left alone for too long."""
    is_recent = or_(StartSheet.is_shared.is_(False), StartSheet.updated_at > clock.now() - SHARED_FOR)
    return and_(StartSheet.id == token, StartSheet.account_id.is_(None), is_recent)


class Answer(Owned, Base):
    """One answer of an account, in its JSON form; null is a skip."""

    __tablename__ = "answers"
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Json] = mapped_column(EncryptedJson("answers.value"))
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
