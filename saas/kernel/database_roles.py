"""PostgreSQL roles: the row policies and the rights of each process, as `config/database_roles.toml` lists them.

**Who connects.** The web role serves customers and strangers. Staff pages, and the few acts of the web process that know
no account (a webhook, a claim link, a calendar's address, health), use a second pool under the staff role. Workers have
the worker role. The owner migrates and nothing else. `tenancy.roles` says which role is which; policies ask it about
`session_user`, which no statement can change.

**Why an account is proven.** A policy can only read a setting, and whoever can run a statement can set one. So for the
web role `app.account_id` is an account with a MAC (HMAC-SHA-256 under ROW_SECURITY_KEY), which the policies verify with
a copy of the key that only functions of the owner can read. A statement smuggled into the session of account A can reset
the setting and then sees nothing; it cannot name B, because it cannot compute B's MAC, and B's is never in a table or in
the text of a statement. For the web role `*` means nothing at all. Staff and worker roles are trusted: they name an
account, or `*`, without a proof.

**What is left.** Somebody must be found before the account is known. Then a session without an account proves `sign-in`,
and only when it touches one of the tables that need it (`before_sign_in`). A statement smuggled into the sign-in, sign-up
or reset form could therefore read people; one in any other page could not. A proof holds for an account, not for one
transaction: it is worth nothing without a connection under the web role.

The price is one round trip per signed-in page, for the proof of the sign-in.
"""

from __future__ import annotations

import hashlib
import hmac
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, text

FILE = Path(__file__).parents[2] / "config" / "database_roles.toml"
PROCESSES = ("web", "staff", "worker")
POLICY = "own_rows"
SIGN_IN = "sign-in"
BLOCK = 64  # bytes of a block of SHA-256

SCHEMA = (
    "CREATE SCHEMA IF NOT EXISTS tenancy",
    # `process` is web, staff or worker, or every where one role serves all of them (development).
    "CREATE TABLE IF NOT EXISTS tenancy.roles (name text PRIMARY KEY, process text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS tenancy.keys (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL)",
)
# In a function of the owner `current_user` is the owner, and `session_user` whoever connected.
FUNCTION = """CREATE OR REPLACE FUNCTION tenancy.{name}() RETURNS {kind} LANGUAGE plpgsql STABLE PARALLEL SAFE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ {body} $$"""
FUNCTIONS = {
    "is_trusted": (
        "boolean",
        """BEGIN RETURN session_user = current_user
        OR EXISTS (SELECT 1 FROM tenancy.roles WHERE name = session_user AND process <> 'web'); END""",
    ),
    "scope": (
        "text",
        """DECLARE
          setting text := nullif(current_setting('app.account_id', true), '');
          named text := split_part(setting, '.', 1);
          proof bytea := sha256(convert_to(split_part(setting, '.', 2), 'UTF8'));
        BEGIN
          IF setting IS NULL OR tenancy.is_trusted() THEN RETURN named; END IF;
          IF EXISTS (
            SELECT 1 FROM tenancy.keys WHERE proof = sha256(convert_to(
              encode(sha256(outer_pad || sha256(inner_pad || convert_to(named, 'UTF8'))), 'hex'), 'UTF8'))
          ) THEN RETURN named; END IF;
          RETURN NULL;
        END""",
    ),
    "account": (
        "bigint",
        """DECLARE scope text := tenancy.scope();
        BEGIN RETURN CASE WHEN scope ~ '^[0-9]{1,18}$' THEN scope::bigint END; END""",
    ),
    "sees_all": ("boolean", "BEGIN RETURN tenancy.is_trusted() AND tenancy.scope() = '*'; END"),
    "is_signing_in": (
        "boolean",
        "BEGIN RETURN tenancy.is_trusted() OR coalesce(tenancy.scope() = 'sign-in', false); END",
    ),
}


class MissingRole(SystemExit):
    """A role that the settings name does not exist in the database."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tables with the same rights. `rights` are by process; `rows` is empty where there is no policy, and then `reason` says
    why. The table `*` stands for every other table of the schema."""

    schema: str
    tables: tuple[str, ...]
    rights: Mapping[str, str]
    rows: str
    new_rows: str
    reason: str
    binds_owner: bool
    before_sign_in: bool


@lru_cache(maxsize=1)
def list_groups() -> tuple[Group, ...]:
    parsed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Group(
            schema=group.get("schema", "public"),
            tables=tuple(group["tables"]),
            rights={process: group[process] for process in PROCESSES},
            rows=group.get("rows", ""),
            new_rows=group.get("new_rows", group.get("rows", "")),
            reason=group.get("reason", ""),
            binds_owner=group.get("binds_owner", True),
            before_sign_in=group.get("before_sign_in", False),
        )
        for group in parsed.values()
    )


@lru_cache(maxsize=1)
def tables_before_sign_in() -> frozenset[str]:
    """Tables that are read or written while it is not known who somebody is."""
    return frozenset(table for group in list_groups() if group.before_sign_in for table in group.tables)


def prove_scope(key: bytes, scope: object) -> str:
    """The value of `app.account_id` under the web role: the account (or SIGN_IN) and its MAC."""
    return f"{scope}.{hmac.new(key, str(scope).encode(), hashlib.sha256).hexdigest()}"


def create_functions(connection: Connection) -> None:
    """What the policies call. The owner's tables below them are granted to nobody."""
    for statement in SCHEMA:
        connection.execute(text(statement))
    for name, (kind, body) in FUNCTIONS.items():
        connection.exec_driver_sql(FUNCTION.format(name=name, kind=kind, body=body))


def apply_roles(engine: Engine, roles: Mapping[str, str], keys: Sequence[bytes]) -> None:
    """Bring policies, rights, the register of roles and the keys into line, as the owner. `roles` are role names by process,
    one name for several in development. Raises MissingRole. Run again it takes no lock that a reader would wait for."""
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        create_functions(connection)
        _register(connection, roles, keys)
        # Where the owner serves as well, in development, its rights are what they are.
        owner = connection.scalar(text("SELECT current_user"))
        granted = {process: role for process, role in roles.items() if role != owner}
        for group in list_groups():
            for table in _tables_of(connection, group):
                _set_policy(connection, group, table)
                _set_rights(connection, group, table, granted)


ROLE = text(
    """SELECT rolsuper, rolbypassrls, rolcreaterole,
      EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace) AS owns,
      EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid) AS is_member
    FROM pg_roles WHERE rolname = session_user"""
)


def list_role_faults(engine: Engine, process: str, key: bytes) -> list[str]:
    """What is wrong with the role that a process connects as, in words. `key` is the first of ROW_SECURITY_KEY."""
    with engine.connect() as connection:
        role = connection.execute(ROLE).one()
        name = connection.scalar(text("SELECT session_user"))
        start = f"the {process} process connects as {name}, which"
        checks = {
            "is a superuser, so row security does not bind it": role.rolsuper,
            "has BYPASSRLS, so row security does not bind it": role.rolbypassrls,
            "owns tables, so row security does not bind it": role.owns,
            "may create roles": role.rolcreaterole,
            "is a member of another role, and may do what that one may": role.is_member,
        }
        faults = [f"{start} {what}" for what, is_so in checks.items() if is_so]
        if faults:
            return faults
        scope = prove_scope(key, 1) if process == "web" else "1"
        connection.execute(text("SELECT set_config('app.account_id', :scope, true)"), {"scope": scope})
        if connection.scalar(text("SELECT tenancy.account()")) != 1:
            return [f"the database does not take ROW_SECURITY_KEY from {name}: run `saas migrate`"]
        connection.execute(text("SELECT set_config('app.account_id', '*', true)"))
        if connection.scalar(text("SELECT tenancy.sees_all()")) is (process == "web"):
            return [f"{start} is not registered as the {process} role alone: run `saas migrate`"]
    return []


def _register(connection: Connection, roles: Mapping[str, str], keys: Sequence[bytes]) -> None:
    known = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    if missing := sorted(set(roles.values()) - known):
        raise MissingRole(f"The database has no role {', '.join(missing)}: README, Deploying, says how to create it.")
    connection.execute(text("DELETE FROM tenancy.roles"))
    connection.execute(text("DELETE FROM tenancy.keys"))
    for name in sorted(set(roles.values())):
        processes = [process for process, role in roles.items() if role == name]
        process = processes[0] if len(processes) == 1 else "every"
        connection.execute(
            text("INSERT INTO tenancy.roles VALUES (:name, :process)"), {"name": name, "process": process}
        )
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public, tenancy, dbos TO {_quote(connection, name)}")
        for schema in ("public", "dbos"):
            connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {_quote(connection, name)}")
    for key in keys:
        padded = (key if len(key) <= BLOCK else hashlib.sha256(key).digest()).ljust(BLOCK, b"\0")
        pads = {"inner": bytes(b ^ 0x36 for b in padded), "outer": bytes(b ^ 0x5C for b in padded)}
        connection.execute(text("INSERT INTO tenancy.keys VALUES (:inner, :outer)"), pads)


def _tables_of(connection: Connection, group: Group) -> Sequence[str]:
    if group.tables != ("*",):
        return group.tables
    named = {table for other in list_groups() if other.schema == group.schema for table in other.tables}
    tables = connection.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = :name"), {"name": group.schema}
    )
    return sorted(set(tables) - named)


def _set_policy(connection: Connection, group: Group, table: str) -> None:
    """Only where it differs: changing a policy waits for everybody who reads the table. Its comment says what it is."""
    if not group.rows:
        return
    wanted = f"{group.rows} | {group.new_rows} | {group.binds_owner}"
    current = connection.execute(
        text(
            "SELECT polname, obj_description(oid, 'pg_policy') FROM pg_policy WHERE polrelid = CAST(:table AS regclass)"
        ),
        {"table": f"{group.schema}.{table}"},
    )
    policies = {row[0]: row[1] for row in current}
    if policies == {POLICY: wanted}:
        return
    for name in policies:
        connection.exec_driver_sql(f"DROP POLICY {_quote(connection, name)} ON {table}")
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} {'FORCE' if group.binds_owner else 'NO FORCE'} ROW LEVEL SECURITY",
        f"CREATE POLICY {POLICY} ON {table} USING ({group.rows}) WITH CHECK ({group.new_rows})",
    ):
        connection.exec_driver_sql(statement)
    # COMMENT takes no parameters.
    quoted = wanted.replace("'", "''")
    connection.exec_driver_sql(f"COMMENT ON POLICY {POLICY} ON {table} IS '{quoted}'")


def _set_rights(connection: Connection, group: Group, table: str, roles: Mapping[str, str]) -> None:
    """Revoke everything, then grant what is listed; within one transaction, so nobody meets the moment between."""
    name = f"{group.schema}.{_quote(connection, table)}"
    for role in sorted(set(roles.values())):
        connection.exec_driver_sql(f"REVOKE ALL ON {name} FROM {_quote(connection, role)}")
    for process, role in roles.items():
        if rights := group.rights[process]:
            connection.exec_driver_sql(f"GRANT {rights} ON {name} TO {_quote(connection, role)}")


def _quote(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
