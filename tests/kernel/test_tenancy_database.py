"""The third wall: PostgreSQL itself, against statements that the mapper never sees."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from saas.kernel.migrations import owns_tables
from saas.kernel.tenancy import owned_tables, unscoped

INSERT = """INSERT INTO orders (account_id, public_id, state, amount_cents, currency, email, created_at)
    VALUES (:account, 'raw', 'refunded', 1, 'usd', 'x', now())"""


def test_the_apps_role_owns_nothing(postgres: Engine) -> None:
    assert not owns_tables(postgres)


@pytest.mark.parametrize("table", sorted(str(table) for table in owned_tables()))
def test_every_owned_table_has_row_security_that_binds_its_owner_too(postgres: Engine, table: str) -> None:
    has_row_security = text("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = :table")
    with postgres.connect() as connection:
        assert connection.execute(has_row_security, {"table": table}).scalar_one()


def test_raw_sql_reads_only_the_own_rows(postgres: Engine, ann: Session, ann_id: int) -> None:
    rows = ann.connection().execute(text("SELECT account_id FROM orders")).scalars()
    assert set(rows) == {ann_id}


@pytest.mark.parametrize("statement", ["UPDATE orders SET email = 'x'", "DELETE FROM checkouts"])
def test_raw_sql_changes_only_the_own_rows(postgres: Engine, ann: Session, statement: str) -> None:
    assert ann.connection().execute(text(statement)).rowcount == 1


def test_raw_sql_writes_no_row_into_another_account(postgres: Engine, ann: Session, bea_id: int) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        ann.connection().execute(text(INSERT), {"account": bea_id})


def test_raw_sql_moves_no_row_to_another_account(postgres: Engine, ann: Session, bea_id: int) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        ann.connection().execute(text("UPDATE orders SET account_id = :account"), {"account": bea_id})


def test_without_an_account_the_database_shows_nothing(postgres: Engine, nobody: Session) -> None:
    assert nobody.connection().execute(text("SELECT count(*) FROM orders")).scalar_one() == 0


def test_a_connection_from_the_pool_has_forgotten_whose_it_was(postgres: Engine, ann: Session) -> None:
    ann.connection().execute(text("SELECT 1"))
    ann.commit()
    ann.close()
    with postgres.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM orders")).scalar_one() == 0


def test_an_exception_sees_everything(postgres: Engine) -> None:
    with unscoped(postgres, "tests: looking and arranging") as session:
        assert session.connection().execute(text("SELECT count(*) FROM orders")).scalar_one() == 2


def test_an_invented_account_number_is_an_error_and_not_a_key(postgres: Engine, nobody: Session) -> None:
    connection = nobody.connection()
    connection.execute(text("SELECT set_config('app.account_id', 'x OR true', true)"))
    with pytest.raises(DBAPIError):
        connection.execute(text("SELECT count(*) FROM orders"))
