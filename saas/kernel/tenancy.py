"""Tenancy: which account's rows a session may read and write. PostgreSQL's row security is a further layer below.

A new session is bound to no account and may not touch owned tables. `bind_account` binds it to one account for life.
`unscoped(reason)` opens the exceptions (staff, webhooks, jobs), each with a reason that a house test lists. The engine that
serves customers cannot open one: `confined_engine` takes that away, here and, on PostgreSQL, by its role
(`database_roles`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, ForeignKey, Table, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors

from saas.kernel import database_roles, encryption
from saas.kernel.db import Base

SCOPE = "scope"
# In the options of an engine: the key that proves an account to the database, and the mark of a confined engine.
KEY = "row_security_key"
# In a session's `info`: it has told the database that it is signing somebody in.
SIGNING_IN = "is_signing_in"
EVERYBODY = "*"


class NoAccount(RuntimeError):
    """A session without an account touched an owned table."""


class WrongAccount(RuntimeError):
    """A row was about to be written to, or moved to, another account."""


class Unguarded(RuntimeError):
    """A statement that the account filter cannot rewrite: raw text, or tables instead of mapped classes."""


class Confined(RuntimeError):
    """An engine that serves customers was asked for a session over all accounts."""


class Owned:
    """Mixin for rows that belong to one account. Foreign keys between owned tables include `account_id`."""

    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), index=True)


class TenantSession(Session):
    """`info["scope"]` is None (no account), an account's id, or EVERYBODY."""


def confined_engine(engine: Engine, key: bytes) -> Engine:
    """The same engine without the right to a session over all accounts. `key` proves accounts to PostgreSQL."""
    return engine.execution_options(**{KEY: key})


def unowned_session(engine: Engine) -> TenantSession:
    """A session that may only touch tables without an owner, until it is bound to an account."""
    session = TenantSession(engine, expire_on_commit=False, autoflush=True)
    session.info[SCOPE] = None
    return session


def bind_account(session: Session, account_id: int) -> Session:
    """Bind the session to an account, for life. Raises WrongAccount if it is bound to another."""
    bound_to = session.info[SCOPE]
    if bound_to not in (None, account_id):
        raise WrongAccount("This session already belongs to another account.")
    session.info[SCOPE] = account_id
    if bound_to is None and session.in_transaction():
        _set_account_in_database(session, session.connection())
    return session


def account_session(engine: Engine, account_id: int) -> Session:
    return bind_account(unowned_session(engine), account_id)


def unscoped(engine: Engine, reason: str) -> Session:
    """A session over all accounts. The reason must be a literal; `tests/house` lists every one. Raises
    Confined."""
    if KEY in engine.get_execution_options():
        raise Confined("This engine serves customers: staff pages and jobs have their own.")
    session = unowned_session(engine)
    session.info[SCOPE] = EVERYBODY
    session.info["reason"] = reason
    return session


def name_start_sheet(session: Session, secret: str) -> None:
    """Until this transaction ends, row security shows the start sheet with this secret, and no other."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('app.start_sheet', %s, true)", (secret,))


@lru_cache(maxsize=1)
def owned_table_names() -> frozenset[str]:
    return frozenset(table.name for table in owned_tables())


def owned_tables() -> frozenset[Table]:
    mappers = Base.registry.mappers
    return frozenset(t for m in mappers if issubclass(m.class_, Owned) for t in m.tables if isinstance(t, Table))


# The names of the tables that a statement touches. Statements that are built once are inspected once.
_INSPECTED: WeakKeyDictionary[Any, frozenset[str]] = WeakKeyDictionary()


@event.listens_for(TenantSession, "do_orm_execute")
def _filter_by_account(state: ORMExecuteState) -> None:
    scope = state.session.info[SCOPE]
    encryption.use_account(scope)
    if scope == EVERYBODY or (state.is_column_load and scope is not None):
        return
    tables = _INSPECTED.get(state.statement)
    if tables is None:
        tables = _INSPECTED[state.statement] = _touched_tables(state.statement)
    if scope is None and tables & database_roles.tables_before_sign_in():
        _prove_sign_in(state.session)
    if state.is_column_load or not tables & owned_table_names():
        return
    if scope is None:
        raise NoAccount("This session has no account and may not read or change owned rows.")
    _refuse_unreachable(state)
    # Traversing the statement, and adding the criteria to the mixin, also covers count(*) over a class and joins that
    # start at a table without an owner; `state.all_mappers` misses both.
    state.statement = state.statement.options(
        with_loader_criteria(Owned, lambda cls: cls.account_id == scope, include_aliases=True)
    )


def _touched_tables(statement: Any) -> frozenset[str]:
    """By name, because `table("orders")` is another object for the same rows."""
    kinds = [(element.__visit_name__, getattr(element, "name", "")) for element in visitors.iterate(statement)]
    if any(kind in ("textclause", "textual_select") for kind, _ in kinds):
        raise Unguarded("Raw text bypasses the account filter: use a mapped statement.")
    return frozenset(name for kind, name in kinds if kind == "table")


def _refuse_unreachable(state: ORMExecuteState) -> None:
    if not state.is_orm_statement or state.is_insert:
        raise Unguarded("Tables bypass the account filter: use the mapped classes.")
    if state.is_update and isinstance(state.parameters, list):
        raise Unguarded("An update by a list of keys bypasses the account filter: change the rows, or use a condition.")
    # `_values` is SQLAlchemy's own; there is no public way to ask an update what it sets.
    if state.is_update and any(getattr(name, "key", name) == "account_id" for name in state.statement._values or ()):  # type: ignore[attr-defined]
        raise WrongAccount("A row stays in its account.")


@event.listens_for(TenantSession, "before_flush")
def _refuse_foreign_rows(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    scope, is_signing_in = session.info[SCOPE], False
    encryption.use_account(scope)
    for row in (*session.new, *session.dirty, *session.deleted):
        is_signing_in |= getattr(row, "__tablename__", "") in database_roles.tables_before_sign_in()
        if isinstance(row, Owned):
            _refuse_foreign_row(row, scope, is_new=row in session.new)
    if is_signing_in and scope is None:
        _prove_sign_in(session)


def _refuse_foreign_row(row: Any, scope: int | str | None, *, is_new: bool) -> None:
    if scope is None:
        raise NoAccount(f"A session without an account may not write {type(row).__name__}.")
    if scope == EVERYBODY:
        return
    if is_new and row.account_id is None:
        row.account_id = scope
    if row.account_id != scope:
        raise WrongAccount(f"{type(row).__name__} belongs to another account.")


@event.listens_for(TenantSession, "after_begin")
def _set_account_in_database(session: Session, *rest: Any) -> None:
    """Set what PostgreSQL's row security reads; it is reset when the transaction ends."""
    session.info.pop(SIGNING_IN, None)
    scope = session.info[SCOPE]
    if scope is not None:
        _set_scope(rest[-1], scope)


def _prove_sign_in(session: Session) -> None:
    """Once in a transaction: this session has no account, and the program asks for tables that say who somebody is."""
    if not session.info.get(SIGNING_IN) and KEY in session.get_bind().engine.get_execution_options():
        _set_scope(session.connection(), database_roles.SIGN_IN)
        session.info[SIGNING_IN] = True


def _set_scope(connection: Connection, scope: int | str) -> None:
    if connection.dialect.name == "postgresql":
        key = connection.get_execution_options().get(KEY)
        value = str(scope) if key is None else database_roles.prove_scope(key, scope)
        connection.exec_driver_sql("SELECT set_config('app.account_id', %s, true)", (value,))
