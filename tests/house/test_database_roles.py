"""Every table is decided: who may do what with it, and which rows each process sees (`config/database_roles.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from saas.kernel.database_roles import POLICY, PROCESSES, Group, list_groups
from saas.kernel.tenancy import owned_table_names
from saas.models import Base
from tests.databases import ROLES

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
# What speaks of a person without being an owned table. A column of these names in a new table is noticed below.
SPEAKS_OF_A_PERSON = re.compile(r"^(account_id|person_id|email|address|\w*_email)$")


def groups_by_table(schema: str = "public") -> dict[str, Group]:
    return {table: group for group in list_groups() if group.schema == schema for table in group.tables}


def test_every_table_of_the_models_is_decided_once() -> None:
    listed = [table for group in list_groups() if group.schema == "public" for table in group.tables]
    assert len(listed) == len(set(listed))
    assert set(Base.metadata.tables) <= set(listed), "a new table: enter it in config/database_roles.toml"
    assert set(listed) - set(Base.metadata.tables) == {"alembic_version", "search_entries"}


def test_every_table_has_a_row_policy_or_says_why_not() -> None:
    assert [group.tables for group in list_groups() if not group.rows and not group.reason] == []


def test_owned_tables_show_the_own_account_alone() -> None:
    groups = groups_by_table()
    own = "account_id = (SELECT tenancy.account()) OR (SELECT tenancy.sees_all())"
    assert {table for table in owned_table_names() if groups[table].rows != own} == set()


def test_every_table_that_speaks_of_a_person_has_a_row_policy() -> None:
    groups = groups_by_table()
    speaking = {
        name
        for name, table in Base.metadata.tables.items()
        if any(SPEAKS_OF_A_PERSON.match(column.name) for column in table.columns)
    }
    assert {"people", "letters", "security_events", "start_sheets", "sign_in_links", "roles_people"} <= speaking
    assert {table for table in speaking if not groups[table].rows} == set()


@pytest.fixture
def catalog(engine: Engine) -> Iterator[Connection]:
    if engine.dialect.name != "postgresql":
        pytest.skip("roles are PostgreSQL's: run with --db=postgres")
    with engine.connect() as connection:
        yield connection


def test_the_database_has_the_policies_that_are_listed_and_no_others(catalog: Connection) -> None:
    policies = catalog.execute(text("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")).all()
    listed = {table for table, group in groups_by_table().items() if group.rows}
    assert sorted(map(tuple, policies)) == sorted((table, POLICY) for table in listed)
    bound = catalog.execute(
        text(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
    )
    groups = groups_by_table()
    for table, is_on, binds_owner in bound:
        group = groups[table]
        assert (table, is_on, binds_owner) == (table, bool(group.rows), bool(group.rows) and group.binds_owner)


def test_no_table_of_the_database_is_undecided(catalog: Connection) -> None:
    tables = catalog.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    assert set(tables) == set(groups_by_table())


def test_each_role_may_do_what_is_listed_and_nothing_else(catalog: Connection) -> None:
    """Rights to whole tables; those to single columns are asked for as well."""
    may = text("SELECT has_table_privilege(:role, :table, :privilege)")
    for group in list_groups():
        for table in group.tables if group.tables != ("*",) else ("workflow_events", "operation_outputs"):
            for process in PROCESSES:
                listed = {part.strip() for part in re.sub(r"\w+ \([^)]*\)", "", group.rights[process]).split(",")}
                allowed = {
                    privilege
                    for privilege in PRIVILEGES
                    if catalog.scalar(
                        may, {"role": ROLES[process], "table": f"{group.schema}.{table}", "privilege": privilege}
                    )
                }
                assert (table, process, allowed) == (table, process, listed - {""})


def test_no_role_of_a_process_is_mighty(catalog: Connection) -> None:
    mighty = catalog.execute(
        text(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'app\\_%' AND rolname <> 'app_owner' AND"
            " (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
            " OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid)"
            " OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid))"
        )
    )
    assert mighty.all() == []
