"""Sessions of people who signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.accounts.models import Person
from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.ids import new_public_id


class SignInSession(IntegerKey, Base):
    """One browser in which a person signed in. Only a hash of the cookie's secret is stored.

    `device` is in plain words, and `source` the network it signed in from, as in the log of security events. `is_staff` is
    what the person was at sign-in, and decides how long the session lives; `second_factor_at` is when the second factor was
    given in it: where the person has one, the session opens nothing before. Read before the account is known, so it is not
    an owned table.
    """

    __tablename__ = "sessions"
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(50), default="")
    is_staff: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    second_factor_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise")
