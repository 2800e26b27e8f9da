"""One address in several accounts, of which one can have confirmed it; and the account that a letter is about.

Whoever signs up is not told that an address is taken, so an address is unique among those who confirmed it, and no longer
among those who typed it. Letters were found by their address, which says no longer whose they are.

SQLite cannot drop a unique constraint, so there the table of people is written anew. That is done without foreign keys:
with them, dropping the old table would delete everything that hangs on a person. SQLite changes that setting between
transactions alone, so what this run did before is committed first. The setting comes back with the next connection.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "addresses_of_several"
down_revision = "letters_in_jobs"
branch_labels = None
depends_on = None

CONFIRMED = sa.text("confirmed_at IS NOT NULL")
# As `security_events` made it; it is dropped with the table.
TRIGGER = """CREATE TRIGGER people_forgotten_in_events AFTER DELETE ON people
    BEGIN UPDATE security_events SET person_id = NULL, source = '', session_public_id = '' WHERE person_id = OLD.id; END"""


def upgrade() -> None:
    op.add_column("letters", sa.Column("account_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_letters_account_id", "letters", ["account_id"])
    _see_all()
    for table, number in (("people", "account_id"), ("orders", "min(account_id)")):
        op.execute(
            f"UPDATE letters SET account_id = (SELECT {number} FROM {table} WHERE {table}.email = letters.address)"
            " WHERE account_id IS NULL AND address <> ''"
        )
    if _is_postgres():
        op.drop_constraint("uq_people_email", "people", type_="unique")
    else:
        _rebuild_people(unique=False)
    op.create_index("ix_people_email", "people", ["email"])
    op.create_index(
        "uq_people_confirmed_email",
        "people",
        ["email"],
        unique=True,
        sqlite_where=CONFIRMED,
        postgresql_where=CONFIRMED,
    )


def downgrade() -> None:
    _see_all()
    # The version before knows one account for an address: whoever confirmed it, or else was first, keeps it. The others
    # still sign in, by an address that support can tell them.
    op.execute(
        "UPDATE people SET email = 'account-' || account_id || '-' || email WHERE confirmed_at IS NULL AND EXISTS"
        " (SELECT 1 FROM people AS other WHERE other.email = people.email AND other.id <> people.id"
        "  AND (other.confirmed_at IS NOT NULL OR other.id < people.id))"
    )
    op.drop_index("uq_people_confirmed_email", "people", sqlite_where=CONFIRMED, postgresql_where=CONFIRMED)
    op.drop_index("ix_people_email", "people")
    if _is_postgres():
        _restore_policy()
        op.create_unique_constraint("uq_people_email", "people", ["email"])
    else:
        _rebuild_people(unique=True)
    op.drop_index("ix_letters_account_id", "letters")
    op.drop_column("letters", "account_id")


def _rebuild_people(*, unique: bool) -> None:
    connection = op.get_bind().connection.dbapi_connection
    # The older way to rename looks at no trigger: one of `security_events` names people, who are not there for a moment.
    for statement in ("COMMIT", "PRAGMA foreign_keys=OFF", "PRAGMA legacy_alter_table=ON", "BEGIN IMMEDIATE"):
        connection.execute(statement)
    with op.batch_alter_table("people", recreate="always") as people:
        if unique:
            people.create_unique_constraint("uq_people_email", ["email"])
        else:
            people.drop_constraint("uq_people_email", type_="unique")
    op.execute("PRAGMA legacy_alter_table=OFF")
    op.execute(TRIGGER)
    if op.get_bind().exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError("A row of another table speaks of a person who is not there.")


def _restore_policy() -> None:
    """The policy of the version before, which did not read the column. There is none where roles were never applied."""
    policies = "SELECT 1 FROM pg_policies WHERE tablename = 'letters' AND policyname = 'own_rows'"
    if op.get_bind().execute(sa.text(policies)).first() is None:
        return
    op.execute("DROP POLICY own_rows ON letters")
    op.execute(
        "CREATE POLICY own_rows ON letters USING ((SELECT tenancy.is_signing_in()) OR address = ''"
        " OR address IN (SELECT email FROM people) OR address IN (SELECT email FROM orders)) WITH CHECK (true)"
    )


def _see_all() -> None:
    if _is_postgres():
        op.execute("SELECT set_config('app.account_id', '*', true)")


def _is_postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
