"""Calendar feeds: a secret address under which calendars read an account's dates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "calendar_feeds"
down_revision = "plan_changes"
branch_labels = None
depends_on = None

NAMED = "current_setting('app.account_id', true)"
OWN_ROW = f"CASE WHEN {NAMED} = '*' THEN true ELSE account_id = nullif({NAMED}, '')::bigint END"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_calendar_feeds_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("account_id", name=op.f("uq_calendar_feeds_account_id")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feeds_secret_hash")),
    )
    op.create_index(op.f("ix_calendar_feeds_account_id"), "calendar_feeds", ["account_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE calendar_feeds ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE calendar_feeds FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_rows ON calendar_feeds USING ({OWN_ROW}) WITH CHECK ({OWN_ROW})")


def downgrade() -> None:
    op.drop_index(op.f("ix_calendar_feeds_account_id"), "calendar_feeds")
    op.drop_table("calendar_feeds")
