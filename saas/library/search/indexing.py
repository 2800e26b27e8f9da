"""The search table, written in the transaction that publishes. Its DDL differs by database and stands in a migration."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, delete, insert
from sqlalchemy.orm import Session

from saas.library.kinds.fields import Content
from saas.library.kinds.spec import Kind
from saas.library.search.entries import build_entries

# Not in our metadata: on SQLite it is a virtual table, on PostgreSQL it has a generated column.
ENTRIES = Table(
    "search_entries",
    MetaData(),
    Column("piece_id", BigInteger),
    Column("href", Text),
    Column("kind", Text),
    Column("title", Text),
    Column("words", Text),
    Column("summary", Text),
    Column("body", Text),
)
# The order of bm25's weights on SQLite: one for every column, indexed or not.
WEIGHTS = {"piece_id": 0.0, "href": 0.0, "kind": 0.0, "title": 12.0, "words": 8.0, "summary": 3.0, "body": 1.0}


def index_piece(session: Session, piece_id: int, kind: Kind, slug: str, content: Content) -> None:
    """Replace what can be found of a piece. A kind that nobody searches for has no entries."""
    entries = [{"piece_id": piece_id, **entry._asdict()} for entry in build_entries(kind, slug, content)]
    if entries:
        remove_piece(session, piece_id)
        session.execute(insert(ENTRIES), entries)


def remove_piece(session: Session, piece_id: int) -> None:
    session.execute(delete(ENTRIES).where(ENTRIES.c.piece_id == piece_id))
