"""The log of security events and staff acts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import APPEND_ONLY, Base, IntegerKey
from saas.kernel.ids import new_public_id


class SecurityEvent(IntegerKey, Base):
    """One event. Appended and never changed; the database holds that.

    `person_id` is who acts or, where nobody was signed in, whom it is about; `account_id` is the account it concerns. Both
    are without a foreign key, because a row outlives what it speaks of. `before` and `after` are JSON objects or empty.
    """

    __tablename__ = "security_events"
    __table_args__ = (
        Index("ix_security_events_kind_occurred_at", "kind", "occurred_at"),
        {"info": {APPEND_ONLY: True}},
    )
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(String(40))
    occurred_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    actor: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    account_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    subject: Mapped[str] = mapped_column(String(120), default="")
    source: Mapped[str] = mapped_column(String(50), default="")
    session_public_id: Mapped[str] = mapped_column(String(20), default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
