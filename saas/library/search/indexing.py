"""Keeping the search table in step with what is published, in the transaction that publishes."""

from __future__ import annotations

from typing import cast

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from saas.library.models import Piece
from saas.library.search.entries import entries
from saas.library.search.table import ENTRIES
from saas.library.shapes import Kind
from saas.library.shapes.parts import Shape


def index(session: Session, piece: Piece, shape: Shape) -> None:
    """Replace what can be found of a piece."""
    found = [{"piece_id": piece.id, **entry._asdict()} for entry in entries(cast(Kind, piece.kind), piece.slug, shape)]
    if found:
        forget(session, piece)
        session.execute(insert(ENTRIES), found)


def forget(session: Session, piece: Piece) -> None:
    session.execute(delete(ENTRIES).where(ENTRIES.c.piece_id == piece.id))
