"""Start sheets, and the answers of an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.intake.questions.question import Json
from saas.kernel import clock
from saas.kernel.db import Base
from saas.kernel.encryption import EncryptedJson
from saas.kernel.ids import new_token
from saas.kernel.tenancy import Owned


class StartSheet(Base):
    """What a visitor answered before an account. Its `id` is a secret held in the visitor's signed cookie.

    `account_id` is the account that claimed it; the answers have then moved, and the sheet is empty and closed.
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


class Answer(Owned, Base):
    """One answer of an account, in its JSON form; null is a skip."""

    __tablename__ = "answers"
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Json] = mapped_column(EncryptedJson("answers.value"))
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
