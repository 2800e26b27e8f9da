"""When the address of a person was shown to be theirs.

Nobody has shown it yet. Whoever is asked to, by a letter or by the settings, confirms it; until then letters about money
wait, and the next of them sends the link.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "confirmed_addresses"
down_revision = "deleted_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # The version before knows no letter that is held; receipts are on the order page.
    op.execute("UPDATE letters SET state = 'discarded' WHERE state = 'held'")
    op.drop_column("people", "confirmed_at")
