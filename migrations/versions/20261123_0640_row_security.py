"""Row security: on PostgreSQL the database itself shows and takes only the rows of the account named in the transaction.

The setting `app.account_id` is an account's number, or * for the exceptions that `unscoped` opens with a reason. FORCE
binds the owner too, unless it is a superuser; the app's role must own nothing. SQLite has no such wall.
"""

from __future__ import annotations

from alembic import op

revision = "row_security"
down_revision = "first_tables"
branch_labels = None
depends_on = None

OWNED = ("orders", "checkouts", "payments", "answers", "submissions", "plans", "plan_steps")
NAMED = "current_setting('app.account_id', true)"
# CASE, because a cast is otherwise tried on * as well.
OWN_ROW = f"CASE WHEN {NAMED} = '*' THEN true ELSE account_id = nullif({NAMED}, '')::bigint END"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OWNED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_rows ON {table} USING ({OWN_ROW}) WITH CHECK ({OWN_ROW})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OWNED:
        op.execute(f"DROP POLICY own_rows ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
