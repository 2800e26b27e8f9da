"""`find`: from what somebody typed to pages, best first, with the words shown where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Row, column, desc, func, literal, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from saas.library.search.entries import Entry
from saas.library.search.ranking import ranked
from saas.library.search.spelling import mended, terms
from saas.library.search.table import ENTRIES, WEIGHTS
from saas.library.shapes import Kind

MOST, SHOWN = 40, 20


@dataclass(frozen=True, slots=True)
class Found:
    """`terms` were searched for; `instead_of` maps what was typed to what was searched in its place."""

    terms: Sequence[str]
    instead_of: Mapping[str, str]
    entries: Sequence[Entry]


def find(session: Session, query: str, known: Mapping[str, int]) -> Found:
    """Pages with all the words, or with any of them where none has all. `known` are the library's words by count."""
    typed = terms(query)
    meant = [mended(term, known) for term in typed]
    instead_of = {one: other for one, other in zip(typed, meant, strict=True) if one != other}
    rows = _rows(session, meant, "AND") or _rows(session, meant, "OR") if meant else []
    return Found(
        meant, instead_of, ranked([Entry(row[0], cast(Kind, row[1]), *row[2:6]) for row in rows], meant)[:SHOWN]
    )


def _rows(session: Session, words: Sequence[str], joint: str) -> Sequence[Row[str, str, str, str, str, str]]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    match, rank = _sqlite(words, joint) if is_sqlite else _postgres(words, joint)
    columns = ENTRIES.c.href, ENTRIES.c.kind, ENTRIES.c.title, ENTRIES.c.words, ENTRIES.c.summary, ENTRIES.c.body
    return session.execute(select(*columns).where(match).order_by(rank, ENTRIES.c.href).limit(MOST)).all()


def _sqlite(words: Sequence[str], joint: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    """Each word quoted, so that nothing typed is an operator, and open at its end."""
    wanted = f" {joint} ".join(f'"{word}"*' for word in words)
    table: ColumnElement[str] = literal_column("search_entries")
    return table.op("MATCH", is_comparison=True)(wanted), func.bm25(
        table, *(literal(weight) for weight in WEIGHTS.values())
    )


def _postgres(words: Sequence[str], joint: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    sign = " & " if joint == "AND" else " | "
    query = func.to_tsquery("english", sign.join(f"'{word}':*" for word in words))
    vector: ColumnElement[str] = column("vector")
    return vector.op("@@", is_comparison=True)(query), desc(func.ts_rank(vector, query))
