"""The app that makes a person's codes, and the recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.encryption import EncryptedText


class SecondFactor(IntegerKey, Base):
    """What a person's app and we both know. `confirmed_at` is empty until the first code of the app came back. `last_step` is
    the 30 seconds of the last code that was taken; no code of that step or an earlier one is taken again. `lost_until` is when it
    can be turned off without a code, where its owner reported the loss."""

    __tablename__ = "second_factors"
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str] = mapped_column(EncryptedText("second_factors.secret", is_owned=False))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    lost_until: Mapped[datetime | None]


class RecoveryCode(IntegerKey, Base):
    """A code for whoever lost the app. Only a hash is stored; 80 random bits need no slow one."""

    __tablename__ = "recovery_codes"
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]
