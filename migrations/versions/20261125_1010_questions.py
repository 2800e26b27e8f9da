"""Questions are published: a submission names the version of the library whose questions it answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "questions"
down_revision = "calendar_feeds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("library_version", sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column("submissions", "library_version")
