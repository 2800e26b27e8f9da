"""The third wall: PostgreSQL itself, against statements that the mapper never sees, under the role that serves customers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel.database_roles import apply_roles, prove_scope
from saas.kernel.db import open_engine
from saas.kernel.tenancy import Confined, account_session, confined_engine, owned_tables, unowned_session, unscoped
from tests.apps import make_settings
from tests.databases import ROLES, ROW_SECURITY_KEY, Database
from tests.people import ANN, BEA

INSERT = """INSERT INTO orders (account_id, public_id, state, amount_cents, currency, email, created_at)
    VALUES (:account, 'raw', 'refunded', 1, 'usd', 'x', now())"""


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


def test_a_connection_from_the_pool_has_forgotten_whose_it_was(
    postgres: Engine, web_engine: Engine, ann: Session
) -> None:
    ann.connection().execute(text("SELECT 1"))
    ann.commit()
    ann.close()
    with web_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM orders")).scalar_one() == 0


def test_an_exception_sees_everything(postgres: Engine) -> None:
    with unscoped(postgres, "tests: looking and arranging") as session:
        assert session.connection().execute(text("SELECT count(*) FROM orders")).scalar_one() == 2


def test_what_serves_customers_opens_no_session_over_all_accounts(web_engine: Engine) -> None:
    """On either database."""
    with pytest.raises(Confined):
        unscoped(web_engine, "tests: looking and arranging")


def settings_a_stranger_may_try(bea_id: int) -> dict[str, str]:
    """By what they would want to be. Statements of a session that belongs to Ann."""
    forged = prove_scope(b"another key", bea_id)
    return {
        "everybody": "SET LOCAL app.account_id = '*'",
        "nobody": "SET LOCAL app.account_id = ''",
        "reset": "RESET app.account_id",
        "bea by number": f"SET LOCAL app.account_id = '{bea_id}'",
        "bea with a forged proof": f"SET LOCAL app.account_id = '{forged}'",
        "bea with ann's proof": f"""SELECT set_config('app.account_id',
            '{bea_id}.' || split_part(current_setting('app.account_id'), '.', 2), true)""",
        "somebody who signs in": "SET LOCAL app.account_id = 'sign-in'",
        "a worker": "SET LOCAL app.account_id = '*'; SET LOCAL ROLE NONE",
        "words": "SELECT set_config('app.account_id', 'x OR true', true)",
    }


def test_a_statement_in_anns_session_cannot_become_another_account(postgres: Engine, ann: Session, bea_id: int) -> None:
    """Nothing of Bea's is read, changed or removed, in any table that knows accounts, whatever the setting is set to."""
    connection, bea = ann.connection(), {"account": bea_id}
    tables = sorted({*(str(table) for table in owned_tables()), "people", "start_sheets", "security_events"})
    for wanted, setting in settings_a_stranger_may_try(bea_id).items():
        with connection.begin_nested() as attempt:
            connection.exec_driver_sql(setting)
            for table in tables:
                read = connection.execute(text(f"SELECT count(*) FROM {table} WHERE account_id = :account"), bea)
                assert (wanted, table, read.scalar_one()) == (wanted, table, 0)
                for statement in (
                    f"UPDATE {table} SET account_id = account_id WHERE account_id = :account",
                    f"DELETE FROM {table} WHERE account_id = :account",
                ):
                    assert (wanted, statement, rows_changed(connection, statement, bea)) == (wanted, statement, 0)
            assert rows_changed(connection, "DELETE FROM accounts WHERE id = :account", bea) == 0
            read = connection.execute(text("SELECT count(*) FROM accounts WHERE id = :account"), bea)
            assert (wanted, read.scalar_one()) == (wanted, 0)
            attempt.rollback()


def rows_changed(connection: Connection, statement: str, values: dict[str, Any]) -> int:
    """None where the role has not the right."""
    try:
        with connection.begin_nested():
            return int(connection.execute(text(statement), values).rowcount)
    except ProgrammingError as refusal:
        if "permission denied" not in str(refusal):
            raise
        return 0


FORBIDDEN = (
    "SELECT inner_pad FROM tenancy.keys",
    "INSERT INTO tenancy.roles VALUES (session_user, 'worker')",
    "SELECT inputs FROM dbos.workflow_input",
    "SELECT sentence FROM alerts",
    "SELECT report FROM reconciliations",
    "UPDATE stripe_events SET body = '{}'",
    "INSERT INTO roles_people SELECT id, 1 FROM people",
    "INSERT INTO roles (name) VALUES ('admin')",
    "UPDATE revisions SET body = body",
    "DELETE FROM security_events",
    "SET SESSION AUTHORIZATION app_worker",
    "SET ROLE app_worker",
    "ALTER TABLE orders DISABLE ROW LEVEL SECURITY",
    "CREATE TABLE public.mine (id int)",
    "CREATE OR REPLACE FUNCTION tenancy.is_trusted() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "TRUNCATE orders CASCADE",
)


def test_the_role_that_serves_customers_may_not(postgres: Engine, ann: Session) -> None:
    for statement in FORBIDDEN:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be"), ann.connection().begin_nested():
            ann.connection().exec_driver_sql(statement)


def test_a_signed_in_session_sees_its_own_people_alone(postgres: Engine, ann: Session, ann_id: int) -> None:
    assert ann.connection().execute(text("SELECT account_id FROM people")).scalars().all() == [ann_id]
    assert ann.connection().execute(text("SELECT count(*) FROM roles_people")).scalar_one() == 0


def test_letters_and_events_of_others_are_not_there(postgres: Engine, ann: Session, session: Session) -> None:
    values = "now(), now(), 'failed', 0, 0, '', false, false"
    session.connection().exec_driver_sql(
        "INSERT INTO letters (key, address, subject, text, html, queued_at, ended_at, state, attempts, round, reason,"
        f" is_secret, is_last) VALUES ('a', '{ANN.email}', '', '', '', {values}), ('b', '{BEA.email}', '', '', '', {values})"
    )
    session.connection().exec_driver_sql(
        "INSERT INTO stripe_events (event_id, type, state, reason, body, received_at, order_public_id)"
        " SELECT 'evt_' || public_id, 'x', 'settled', '', '{}', now(), public_id FROM orders"
    )
    session.commit()
    addresses = ann.connection().execute(text("SELECT DISTINCT address FROM letters WHERE address <> ''")).scalars()
    assert set(addresses) == {ANN.email}
    assert ann.connection().execute(text("SELECT count(*) FROM stripe_events")).scalar_one() == 1


def test_raw_sql_on_a_public_page_sees_no_people(postgres: Engine, nobody: Session) -> None:
    """The proof of a sign-in is given only where the program itself asks for people."""
    assert nobody.connection().execute(text("SELECT count(*) FROM people")).scalar_one() == 0
    assert nobody.scalars(select(Person.email)).all() != []
    nobody.rollback()
    assert nobody.connection().execute(text("SELECT count(*) FROM people")).scalar_one() == 0


def test_a_sheet_is_shown_to_whoever_names_it(postgres: Engine, nobody: Session) -> None:
    insert = (
        """INSERT INTO start_sheets (id, answers, created_at, updated_at) VALUES ('a secret', '{}', now(), now())"""
    )
    with pytest.raises(DBAPIError, match="row-level security"):
        nobody.connection().execute(text(insert))
    nobody.rollback()
    nobody.connection().execute(text("SELECT set_config('app.start_sheet', 'a secret', true)"))
    nobody.connection().execute(text(insert))
    nobody.commit()
    assert nobody.connection().execute(text("SELECT count(*) FROM start_sheets")).scalar_one() == 0


def test_an_account_with_its_proof_is_that_account(postgres: Engine, web_engine: Engine, bea_id: int) -> None:
    """Or the tests above would pass with any setting."""
    key = make_settings().row_security_keys[0]
    with unowned_session(web_engine) as session:
        proof = {"proof": prove_scope(key, bea_id)}
        session.connection().execute(text("SELECT set_config('app.account_id', :proof, true)"), proof)
        assert session.connection().execute(text("SELECT account_id FROM orders")).scalars().all() == [bea_id]
    with account_session(web_engine, bea_id) as own:
        assert own.connection().execute(text("SELECT account_id FROM orders")).scalars().all() == [bea_id]


def test_while_the_key_is_rotated_both_are_accepted(postgres: Engine, database: Database, bea_id: int) -> None:
    """And the old one no longer, once it is taken out and the database migrated again."""
    new, old = b"the key that comes after it", ROW_SECURITY_KEY.encode()
    owner = open_engine(database.owner_url)
    web = open_engine(database.app_url)

    def accounts(*keys: bytes) -> list[list[int]]:
        shown = []
        for key in keys:
            with account_session(confined_engine(web, key), bea_id) as session:
                shown.append(list(session.connection().execute(text("SELECT account_id FROM orders")).scalars()))
        return shown

    try:
        apply_roles(owner, ROLES, (new, old))
        assert accounts(new, old) == [[bea_id], [bea_id]]
        apply_roles(owner, ROLES, (new,))
        assert accounts(new, old) == [[bea_id], []]
    finally:
        apply_roles(owner, ROLES, (old,))
        owner.dispose()
        web.dispose()
