"""Publishing: when a piece is scheduled or was withdrawn, and who did what. Search: a table each database searches its way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "publishing_and_search"
down_revision = "row_security"
branch_labels = None
depends_on = None

SQLITE = """
    CREATE VIRTUAL TABLE search_entries USING fts5(
        piece_id UNINDEXED, href UNINDEXED, kind UNINDEXED, title, words, summary, body,
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
"""
POSTGRES = """
    CREATE TABLE search_entries (
        piece_id bigint NOT NULL REFERENCES pieces (id) ON DELETE CASCADE,
        href text PRIMARY KEY, kind text NOT NULL, title text NOT NULL, words text NOT NULL, summary text NOT NULL, body text NOT NULL,
        vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', words), 'B')
            || setweight(to_tsvector('english', summary), 'C') || setweight(to_tsvector('english', body), 'D')
        ) STORED
    )
"""


def upgrade() -> None:
    # Added in place: SQLite’s other way rebuilds the table, and dropping the old one takes every revision with it.
    op.add_column("pieces", sa.Column("scheduled_revision_id", sa.BigInteger(), nullable=True))
    op.add_column("pieces", sa.Column("scheduled_for", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pieces", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "piece_changes",
        sa.Column("piece_id", sa.BigInteger(), nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["pieces.id"], name=op.f("fk_piece_changes_piece_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_changes")),
    )
    op.create_index(op.f("ix_piece_changes_piece_id"), "piece_changes", ["piece_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES)
        op.execute("CREATE INDEX ix_search_entries_vector ON search_entries USING gin (vector)")
        op.execute("CREATE INDEX ix_search_entries_piece_id ON search_entries (piece_id)")
    else:
        op.execute(SQLITE)


def downgrade() -> None:
    op.execute("DROP TABLE search_entries")
    op.drop_index(op.f("ix_piece_changes_piece_id"), "piece_changes")
    op.drop_table("piece_changes")
    for column in ("withdrawn_at", "scheduled_for", "scheduled_revision_id"):
        op.drop_column("pieces", column)
