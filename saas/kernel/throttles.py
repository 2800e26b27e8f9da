"""How often something happened lately, counted in the database, so that counts hold over processes and restarts.

A `Throttle` allows so many hits of one subject (an address, an account, a source) in a window of time that begins with the
first of them:

    LETTERS_A_STRANGER_CAUSES = Throttle("stranger-letters", 5, timedelta(hours=1))
    if LETTERS_A_STRANGER_CAUSES.count_hit(session, address) is not None:
        return  # one too many

The hit is part of the session's transaction: what is rolled back did not count. Only a hash of the subject is stored, and
the row is deleted some time after its window has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import String, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from saas.kernel import clock
from saas.kernel.db import Base, UtcDateTime, transaction
from saas.kernel.ids import fingerprint


class ThrottleCount(Base):
    """Hits of one key since its window began. `key_hash` is a SHA-256 in hex."""

    __tablename__ = "throttle_counts"
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Count:
    hits: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `limit` hits of one subject in `window`. Names are unique."""

    name: str
    limit: int
    window: timedelta

    def count_hit(self, session: Session, subject: str) -> timedelta | None:
        """Count one more. How long the subject has to wait if that was too many, else None."""
        count = count_hit(session, f"{self.name}:{subject}", self.window)
        return max(count.expires_at - clock.now(), timedelta(seconds=1)) if count.hits > self.limit else None

    def find_wait(self, session: Session, subject: str) -> timedelta | None:
        """How long the subject has to wait where all hits are used up, else None. Counts nothing."""
        count = find_count(session, f"{self.name}:{subject}")
        return count.expires_at - clock.now() if count and count.hits >= self.limit else None

    def forget(self, session: Session, subject: str) -> None:
        """Begin anew with the subject."""
        delete_count(session, f"{self.name}:{subject}")


def count_hit(session: Session, key: str, lifetime: timedelta, amount: int = 1) -> Count:
    """Count hits of a key in the session's transaction; the first one begins a window of `lifetime`."""
    now = clock.now()
    values = {"key_hash": fingerprint(key), "amount": amount, "now": now, "window_end": now + lifetime}
    row = session.execute(_upsert(session.get_bind().dialect.name), values).one()
    return Count(row.hits, row.expires_at)


def find_count(session: Session, key: str) -> Count | None:
    """The count of a key whose window has not passed."""
    row = session.get(ThrottleCount, fingerprint(key), populate_existing=True)
    return Count(row.hits, row.expires_at) if row and row.expires_at > clock.now() else None


def delete_count(session: Session, key: str) -> None:
    """Forget the hits of a key."""
    session.execute(delete(ThrottleCount).where(ThrottleCount.key_hash == fingerprint(key)))


def delete_expired_counts(session: Session) -> None:
    """Delete the rows whose windows have passed."""
    with transaction(session):
        session.execute(delete(ThrottleCount).where(ThrottleCount.expires_at <= clock.now()))


def has_counts(session: Session) -> bool:
    """Whether any row is there; also whether the table can be read."""
    return session.scalar(select(ThrottleCount.key_hash).limit(1)) is not None


@cache
def _upsert(dialect: str) -> ReturningInsert[int, datetime]:
    """One statement, so that two at once both count."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    amount, now = bindparam("amount", type_=ThrottleCount.hits.type), bindparam("now", type_=UtcDateTime())
    window_end = bindparam("window_end", type_=UtcDateTime())
    is_over = ThrottleCount.expires_at <= now
    statement = insert(ThrottleCount).values(key_hash=bindparam("key_hash"), hits=amount, expires_at=window_end)
    return statement.on_conflict_do_update(
        index_elements=["key_hash"],
        set_={
            "hits": case((is_over, amount), else_=ThrottleCount.hits + amount),
            "expires_at": case((is_over, window_end), else_=ThrottleCount.expires_at),
        },
    ).returning(ThrottleCount.hits, ThrottleCount.expires_at)
