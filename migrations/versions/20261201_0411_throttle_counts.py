"""Throttle counts: how often something happened lately, counted over all processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "throttle_counts"
down_revision = "security_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "throttle_counts",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_throttle_counts")),
    )
    op.create_index(op.f("ix_throttle_counts_expires_at"), "throttle_counts", ["expires_at"])


def downgrade() -> None:
    op.drop_table("throttle_counts")
