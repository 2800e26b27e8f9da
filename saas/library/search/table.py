"""The search table. Its DDL differs by database and stands in a migration; queries name its columns here."""

from __future__ import annotations

from sqlalchemy import BigInteger, MetaData, Table, Text
from sqlalchemy import Column as C

# Not in our metadata: on SQLite it is a virtual table, on PostgreSQL it has a generated column.
ENTRIES = Table(
    "search_entries",
    MetaData(),
    C("piece_id", BigInteger),
    C("href", Text),
    C("kind", Text),
    C("title", Text),
    C("words", Text),
    C("summary", Text),
    C("body", Text),
)
# The order of bm25's weights on SQLite: one for every column, indexed or not.
WEIGHTS = {"piece_id": 0.0, "href": 0.0, "kind": 0.0, "title": 12.0, "words": 8.0, "summary": 3.0, "body": 1.0}
