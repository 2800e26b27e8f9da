"""Plans that wait, that were kept and that went before; and what a person does to a step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "plan_changes"
down_revision = "publishing_and_search"
branch_labels = None
depends_on = None

ONE_EACH = ("current", "proposed")
# Until now the newest plan of an account was the plan. Row security is forced on these tables, for their owner too.
NEWEST = "UPDATE plans SET state = 'current' WHERE id IN (SELECT max(id) FROM plans GROUP BY account_id)"
SETTLED = "UPDATE plans SET settled_at = created_at"


def upgrade() -> None:
    # Added in place: SQLite’s other way rebuilds the table, and dropping the old one takes every step with it.
    op.add_column("plans", sa.Column("state", sa.String(length=12), nullable=False, server_default="past"))
    op.add_column("plans", sa.Column("occasion", sa.Text(), nullable=False, server_default=""))
    op.add_column("plans", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plan_steps", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("plan_steps", sa.Column("snoozed_until", sa.Date(), nullable=True))
    op.add_column("plan_steps", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plan_steps", sa.Column("moved_from", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("plan_steps", sa.Column("added_for", sa.String(length=80), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('app.account_id', '*', true)")
    op.execute(NEWEST)
    op.execute(SETTLED)
    for state in ONE_EACH:
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_plans_{state}", "plans", ["account_id"], unique=True, sqlite_where=only, postgresql_where=only
        )


def downgrade() -> None:
    for state in ONE_EACH:
        op.drop_index(f"uq_plans_{state}", "plans")
    # What was only proposed, or was refused, was never the plan of anybody; before, the newest one would have been.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('app.account_id', '*', true)")
    op.execute("DELETE FROM plans WHERE state IN ('proposed', 'refused')")
    for name in ("added_for", "moved_from", "dropped_at", "snoozed_until", "note"):
        op.drop_column("plan_steps", name)
    for name in ("settled_at", "occasion", "state"):
        op.drop_column("plans", name)
