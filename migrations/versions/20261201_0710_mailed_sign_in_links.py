"""Sign-in links: whether one was in a letter, and so proves the address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "mailed_sign_in_links"
down_revision = "staff_roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in_links", sa.Column("proves_address", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("sign_in_links", "proves_address")
