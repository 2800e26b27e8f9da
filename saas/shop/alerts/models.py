"""Alerts: what the program cannot decide by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey

_OPEN = text("settled_at IS NULL")


class Alert(IntegerKey, Base):
    """Something that staff must look at. The same key is one alert for good."""

    __tablename__ = "alerts"
    __table_args__ = (Index("ix_alerts_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),)
    key: Mapped[str] = mapped_column(String(255), unique=True)
    sentence: Mapped[str] = mapped_column(Text)
    order_public_id: Mapped[str] = mapped_column(String(20), default="", index=True)
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(255), default="")
