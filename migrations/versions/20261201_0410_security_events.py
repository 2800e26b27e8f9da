"""The log of security events and staff acts, which the database itself keeps from being changed.

A row is never updated, with one exception: who acted and from where are taken out once that person is gone, by a trigger
on the deletion of the person. A row is deleted only when it is older than 400 days. Triggers hold this on both databases.
On PostgreSQL rows are read by their own account, or by a session over all accounts, and everybody may append.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "security_events"
down_revision = "letters"
branch_labels = None
depends_on = None

REFUSAL = "security_events is append-only"
COLUMNS = ("id", "public_id", "kind", "occurred_at", "actor", "account_id", "subject", "before", "after")
FORGOTTEN = "person_id = NULL, source = '', session_public_id = ''"
# The one update: nothing but the person is taken out, and there is no such person any more.
FORGETS = (
    "NEW.person_id IS NULL AND NEW.source = '' AND NEW.session_public_id = '' AND OLD.person_id IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM people WHERE people.id = OLD.person_id)"
)
NAMED = "current_setting('app.account_id', true)"
OWN_ROW = f"CASE WHEN {NAMED} = '*' THEN true ELSE account_id = nullif({NAMED}, '')::bigint END"

SQLITE = (
    f"""CREATE TRIGGER security_events_unchanged BEFORE UPDATE ON security_events
    WHEN NOT ({FORGETS} AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in COLUMNS)})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE deletes without asking the trigger below.
    f"""CREATE TRIGGER security_events_not_replaced BEFORE INSERT ON security_events
    WHEN EXISTS (SELECT 1 FROM security_events WHERE id = NEW.id OR public_id = NEW.public_id)
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER security_events_kept BEFORE DELETE ON security_events
    WHEN OLD.occurred_at > datetime('now', '-400 days')
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER people_forgotten_in_events AFTER DELETE ON people
    BEGIN UPDATE security_events SET {FORGOTTEN} WHERE person_id = OLD.id; END""",
)
POSTGRES = (
    f"""CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF {FORGETS} AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in COLUMNS)} THEN
          RETURN NEW;
        END IF;
      ELSIF TG_OP = 'DELETE' THEN
        IF OLD.occurred_at < now() - interval '400 days' THEN RETURN OLD; END IF;
      END IF;
      RAISE EXCEPTION '{REFUSAL}';
    END $$""",
    """CREATE TRIGGER security_events_unchanged BEFORE UPDATE OR DELETE ON security_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event()""",
    """CREATE TRIGGER security_events_kept BEFORE TRUNCATE ON security_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_event()""",
    # As the owner, because whoever deletes a person does not see the events of that person in other accounts.
    f"""CREATE FUNCTION forget_person_in_events() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public AS $$
    BEGIN UPDATE security_events SET {FORGOTTEN} WHERE person_id = OLD.id; RETURN NULL; END $$""",
    """CREATE TRIGGER people_forgotten_in_events AFTER DELETE ON people
    FOR EACH ROW EXECUTE FUNCTION forget_person_in_events()""",
    # Not FORCE: the owner must see every row to take a person out of them, and the triggers bind the owner as well.
    "ALTER TABLE security_events ENABLE ROW LEVEL SECURITY",
    f"CREATE POLICY own_rows ON security_events FOR SELECT USING ({OWN_ROW})",
    "CREATE POLICY appended_by_everybody ON security_events FOR INSERT WITH CHECK (true)",
    f"CREATE POLICY deleted_when_old ON security_events FOR DELETE USING ({NAMED} = '*')",
)


def upgrade() -> None:
    op.create_table(
        "security_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("session_public_id", sa.String(length=20), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_events")),
        sa.UniqueConstraint("public_id", name=op.f("uq_security_events_public_id")),
    )
    for column in ("occurred_at", "person_id", "account_id"):
        op.create_index(op.f(f"ix_security_events_{column}"), "security_events", [column])
    op.create_index("ix_security_events_kind_occurred_at", "security_events", ["kind", "occurred_at"])
    for statement in POSTGRES if _is_postgres() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER people_forgotten_in_events" + (" ON people" if _is_postgres() else ""))
    op.drop_table("security_events")
    if _is_postgres():
        op.execute("DROP FUNCTION refuse_change_of_event()")
        op.execute("DROP FUNCTION forget_person_in_events()")


def _is_postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
