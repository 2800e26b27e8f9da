"""Start sheets from shared computers, which are deleted an hour after the last answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "shared_computers"
down_revision = "no_reason_of_danger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("start_sheets", sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("start_sheets", "is_shared")
