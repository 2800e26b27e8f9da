"""Pieces, their immutable revisions, what was done to them and by whom, and the number that counts publications."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey


class Piece(IntegerKey, Base):
    """`scheduled_for` is when the scheduled revision is published; `withdrawn_at` when the piece was last taken down."""

    __tablename__ = "pieces"
    __table_args__ = (UniqueConstraint("kind", "slug"),)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    # No foreign key back: pieces and revisions would each need the other to exist first.
    published_revision_id: Mapped[int | None] = mapped_column(BigInteger)
    scheduled_revision_id: Mapped[int | None] = mapped_column(BigInteger)
    scheduled_for: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Revision(IntegerKey, Base):
    """The text of a piece at one time, as the JSON of its content. `author` is “seed” or a staff address."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("piece_id", "number"),)
    piece_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("pieces.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(255))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)


class PieceChange(IntegerKey, Base):
    """Who did what to a piece, and when. `act` is one of `rules.ACTS`. Rows are only added."""

    __tablename__ = "piece_changes"
    piece_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("pieces.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int | None] = mapped_column(BigInteger)
    act: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    note: Mapped[str] = mapped_column(Text, default="")


class Publication(Base):
    """One row: how many times something was published. Every process watches it."""

    __tablename__ = "publications"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


@event.listens_for(Revision, "before_update")
def _refuse_update(_mapper: Any, _connection: Any, revision: Revision) -> None:
    raise RuntimeError(f"Revision {revision.id} is immutable: write another.")
