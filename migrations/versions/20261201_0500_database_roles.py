"""Roles: row policies ask functions of the owner who is connected and which account is proven, instead of a setting alone.

The policies and the rights themselves are in `config/database_roles.toml`. `saas migrate` brings the database into line
with it after the newest migration, so that they are written once. The way back puts the earlier policies in their place.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from saas.kernel.database_roles import create_functions

revision = "database_roles"
down_revision = "last_letters"
branch_labels = None
depends_on = None

# As the migrations before this one made them.
OWNED = (
    "access_days",
    "answers",
    "calendar_feeds",
    "checkouts",
    "claims",
    "disputes",
    "ledger_entries",
    "orders",
    "payments",
    "plan_steps",
    "plans",
    "refunds",
    "seats",
    "submissions",
)
NAMED = "current_setting('app.account_id', true)"
OWN_ROW = f"CASE WHEN {NAMED} = '*' THEN true ELSE account_id = nullif({NAMED}, '')::bigint END"
EVENTS = (
    "ALTER TABLE security_events ENABLE ROW LEVEL SECURITY",
    f"CREATE POLICY own_rows ON security_events FOR SELECT USING ({OWN_ROW})",
    "CREATE POLICY appended_by_everybody ON security_events FOR INSERT WITH CHECK (true)",
    f"CREATE POLICY deleted_when_old ON security_events FOR DELETE USING ({NAMED} = '*')",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        create_functions(op.get_bind())


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    policies = sa.text("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
    for table, policy in op.get_bind().execute(policies).all():
        op.execute(f"DROP POLICY {policy} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP SCHEMA tenancy CASCADE")
    for table in OWNED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_rows ON {table} USING ({OWN_ROW}) WITH CHECK ({OWN_ROW})")
    for statement in EVENTS:
        op.execute(statement)
