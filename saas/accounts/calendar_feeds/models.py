"""The secret address of an account's calendar."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.tenancy import Owned


class CalendarFeed(IntegerKey, Owned, Base):
    """A secret address under which calendars read the account's dates. Only a hash of the secret is stored.

    An account has one at most: a new address revokes the one before.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("account_id"),)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
