"""Letters with a secret are queued by ids: the name of their kind, and what they are written from when they are sent.

Letters that wait with their text are sent as they are; going back, those that wait without one are discarded, because
the version before could not write them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "secret_letters"
down_revision = "throttle_counts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("kind", sa.String(length=40), server_default="", nullable=False))
    op.add_column("letters", sa.Column("arguments", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.execute("UPDATE letters SET state = 'discarded' WHERE kind <> '' AND state = 'waiting'")
    op.drop_column("letters", "arguments")
    op.drop_column("letters", "kind")
