"""The search table. Its DDL differs by database and stands in a migration; queries name its columns here."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

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
