"""`find`: from what somebody typed to pages, best first, with the words shown where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, column, desc, func, literal, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from saas.library.search.entries import Entry
from saas.library.search.indexing import ENTRIES, WEIGHTS
from saas.library.search.parsing import Idea, parse_query
from saas.library.search.ranking import rank_entries

MOST, SHOWN = 200, 20


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`terms` were searched for; `instead_of` maps what was typed to what was searched in its place."""

    terms: Sequence[str]
    instead_of: Mapping[str, str]
    entries: Sequence[Entry]


def search_library(session: Session, query: str, known: Mapping[str, int]) -> SearchResult:
    """Pages that speak of anything asked for; those that speak of all of it have an advantage. `known` are the
    library's words by count. Entries come without their body."""
    meaning = parse_query(query, known)
    ideas = meaning.ideas
    if not ideas:
        return SearchResult((), {}, ())
    of_all, of_any = (_entries(session, ideas, joint) for joint in ("AND", "OR"))
    return SearchResult(meaning.words, meaning.instead_of, rank_entries(of_all, of_any, ideas)[:SHOWN])


def _entries(session: Session, ideas: Sequence[Idea], joint: str) -> list[Entry]:
    return [Entry(row[0], row[1], *row[2:5], body="") for row in _rows(session, ideas, joint)]


def _rows(session: Session, ideas: Sequence[Idea], joint: str) -> Sequence[Row[str, str, str, str, str]]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    match, rank = _sqlite(ideas, joint) if is_sqlite else _postgres(ideas, joint)
    columns = ENTRIES.c.href, ENTRIES.c.kind, ENTRIES.c.title, ENTRIES.c.words, ENTRIES.c.summary
    return session.execute(select(*columns).where(match).order_by(rank, ENTRIES.c.href).limit(MOST)).all()


def _sqlite(ideas: Sequence[Idea], joint: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    """Each word quoted, so that nothing typed is an operator, and open at its end."""
    wanted = f" {joint} ".join(_any(idea, " OR ", '"{}"*') for idea in ideas)
    table: ColumnElement[str] = literal_column("search_entries")
    return table.op("MATCH", is_comparison=True)(wanted), func.bm25(
        table, *(literal(weight) for weight in WEIGHTS.values())
    )


def _postgres(ideas: Sequence[Idea], joint: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    sign = " & " if joint == "AND" else " | "
    wanted = sign.join(_any(idea, " | ", "'{}':*") for idea in ideas)
    query = func.to_tsquery("english", wanted)
    vector: ColumnElement[str] = column("vector")
    return vector.op("@@", is_comparison=True)(query), desc(func.ts_rank(vector, query))


def _any(idea: Idea, sign: str, form: str) -> str:
    return f"({sign.join(form.format(word) for word in idea.words)})"
