"""Staff: since when somebody has a role. Empty for roles given before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "staff_since"
down_revision = "second_factors_for_customers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roles_people", sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("roles_people", "granted_at")
