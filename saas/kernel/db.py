"""The database: engines, the base of all tables, and `transaction`, which ends in the only commit of the program."""

from __future__ import annotations

import select
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, cast

from sqlalchemy import (
    URL,
    BigInteger,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# RETURNING and DROP COLUMN came with it.
OLDEST_SQLITE = (3, 35, 0)
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON")
# SQLite only numbers rows by itself when the key is called INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored and returned in UTC. SQLite forgets the zone, so a naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A datetime needs a time zone.")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=value.tzinfo or UTC) if value else None


# In a table's `info`: its rows are never changed, and no role may ask for it.
APPEND_ONLY = "append_only"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcDateTime}


class IntegerKey:
    """A row number, for joins alone. It is never shown; what is shown is a public id."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite file, wherever it lies: `?`, `%` and `#` are quoted."""
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def open_engine(url: str, *, is_read_only: bool = False, **options: Any) -> Engine:
    """An engine for SQLite or PostgreSQL. Connects when first used. Its errors do not quote what was written, because
    errors are logged and kept with failed jobs. Where it is read-only, the database refuses every change."""
    engine = create_engine(url, hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "checkout", _discard_closed)
    if is_read_only:
        event.listen(engine, "connect", _refuse_changes)
    return engine


def _refuse_changes(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    is_sqlite = isinstance(connection, sqlite3.Connection)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    cursor.close()
    connection.commit()


def _discard_closed(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: object) -> None:
    """An idle connection with something to read was closed by the server, and the pool opens another. The usual ping
    would ask the server instead, which costs a round trip a request."""
    if connection.closed or select.select([connection.fileno()], [], [], 0)[0]:
        raise DisconnectionError


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # stops the driver's own lazy BEGIN
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


if sqlite3.sqlite_version_info < (3, 42):
    # On Python 3.12 and newer DBOS uses unixepoch('subsec'), also as the default of its columns. SQLite gives NULL for
    # that before 3.42, and Debian 12 has 3.40. For every engine, because DBOS opens engines of its own.
    @event.listens_for(Engine, "connect")
    def _add_subsecond_epoch(connection: object, _entry: ConnectionPoolEntry) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.create_function("unixepoch", 1, _unix_epoch)

    def _unix_epoch(modifier: str) -> float | None:
        """Seconds since 1970 for `subsec`, the only argument that DBOS gives."""
        return time.time() if modifier == "subsec" else None


def _begin_sqlite(connection: Connection) -> None:
    # A reader that becomes a writer halfway is refused as “locked” whatever the timeout, or overwrites what it did
    # not see. So writers say so at the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """One action, one transaction: everything inside is committed together or not at all. Does not nest."""
    if session.info.get("in_transaction"):
        raise RuntimeError("A transaction is open: an action must not call another action inside its own.")
    begin_write(session)
    session.info["in_transaction"] = True
    try:
        yield session
        _commit(session)
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_transaction"] = False


def begin_write(session: Session) -> None:
    """End a transaction that has only read, and begin one that may write."""
    if session.in_transaction():
        _commit(session)
    session.connection(execution_options={"writes": True})


def commit_for_flask_security(session: Session) -> None:
    """For its views, which write into a session they were lent and do not commit. Our own actions use `transaction`."""
    _commit(session)


def _commit(session: Session) -> None:
    """The only commit in the program."""
    session.commit()


def set_if_unique(session: Session, row: Base, **values: Any) -> bool:
    """Set columns of a row, inside the caller's transaction. False, and nothing is set, where a unique index refuses it; the
    index also sees rows that the session's account may not."""
    try:
        with session.begin_nested():
            for name, value in values.items():
                setattr(row, name, value)
    except IntegrityError:
        return False
    return True


def insert_if_absent(session: Session, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert the row unless one with the same unique column exists; True if it was inserted. Safe against two at once.
    For tables without an owner: an account's session refuses inserts written as statements."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Inline, and without naming the column: reading anything back would need the right to read the table.
    statement = insert(table).values(**row).on_conflict_do_nothing().inline()
    inserted = session.execute(statement, execution_options={"preserve_rowcount": True})
    return cast(CursorResult[Any], inserted).rowcount == 1
