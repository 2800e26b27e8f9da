"""Second factors for everybody: whether a sign-in asks for one, and when a lost one can be turned off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "second_factors_for_customers"
down_revision = "mailed_sign_in_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("asks_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("second_factors", sa.Column("lost_until", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE people SET asks_second_factor = true"
        " WHERE id IN (SELECT person_id FROM second_factors WHERE confirmed_at IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_column("second_factors", "lost_until")
    op.drop_column("people", "asks_second_factor")
