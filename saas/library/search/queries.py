"""`search_library`: from what somebody typed to pages, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import column, desc, func, literal, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from saas.library.search.entries import Entry
from saas.library.search.indexing import ENTRIES, WEIGHTS
from saas.library.search.parsing import Idea, parse_query
from saas.library.search.ranking import rank_entries

MAX_RANKED, MAX_SHOWN = 200, 20


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`terms` were searched for; `instead_of` maps what was typed to what was searched in its place."""

    terms: Sequence[str]
    instead_of: Mapping[str, str]
    entries: Sequence[Entry]


def search_library(session: Session, query: str, vocabulary: Mapping[str, int]) -> SearchResult:
    """Pages that have any of the ideas, best first; those that have all of them have an advantage. `vocabulary` are the
    library's words by count. Entries come without their body."""
    parsed = parse_query(query, vocabulary)
    if not parsed.ideas:
        return SearchResult((), {}, ())
    with_all, with_any = (_list_entries(session, parsed.ideas, joint) for joint in ("AND", "OR"))
    entries = rank_entries(with_all, with_any, parsed.ideas)
    return SearchResult(parsed.words, parsed.instead_of, entries[:MAX_SHOWN])


def _list_entries(session: Session, ideas: Sequence[Idea], joint: str) -> list[Entry]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    match, rank = _sqlite_query(ideas, joint) if is_sqlite else _postgres_query(ideas, joint)
    columns = ENTRIES.c.href, ENTRIES.c.kind, ENTRIES.c.title, ENTRIES.c.words, ENTRIES.c.summary
    statement = select(*columns).where(match).order_by(rank, ENTRIES.c.href).limit(MAX_RANKED)
    return [Entry(*row, body="") for row in session.execute(statement)]


def _sqlite_query(ideas: Sequence[Idea], joint: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    """Each word quoted, so that nothing typed is an operator, and open at its end."""
    query = f" {joint} ".join(_join_words(idea, " OR ", '"{}"*') for idea in ideas)
    table: ColumnElement[str] = literal_column("search_entries")
    rank = func.bm25(table, *(literal(weight) for weight in WEIGHTS.values()))
    return table.op("MATCH", is_comparison=True)(query), rank


def _postgres_query(ideas: Sequence[Idea], joint: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    operator = " & " if joint == "AND" else " | "
    query = func.to_tsquery("english", operator.join(_join_words(idea, " | ", "'{}':*") for idea in ideas))
    vector: ColumnElement[str] = column("vector")
    return vector.op("@@", is_comparison=True)(query), desc(func.ts_rank(vector, query))


def _join_words(idea: Idea, operator: str, form: str) -> str:
    return f"({operator.join(form.format(word) for word in idea.words)})"
