"""Staff: roles by desk, invitations, second factors and recovery codes. Who was staff before is an owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "staff_roles"
down_revision = "confirmed_addresses"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id_people"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.execute("UPDATE roles SET name = 'owner' WHERE name = 'staff'")
    op.add_column("sessions", sa.Column("second_factor_at", TIME, nullable=True))
    op.create_table(
        "staff_invitations",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        _person("staff_invitations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_staff_invitations_public_id")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_staff_invitations_secret_hash")),
    )
    op.create_index(op.f("ix_staff_invitations_person_id"), "staff_invitations", ["person_id"])
    op.create_table(
        "second_factors",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        _person("second_factors"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factors_person_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        _person("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"])


def downgrade() -> None:
    for table in ("recovery_codes", "second_factors", "staff_invitations"):
        op.drop_table(table)
    op.drop_column("sessions", "second_factor_at")
    # One role opens everything there, so only owners keep it.
    op.execute("DELETE FROM roles_people WHERE role_id IN (SELECT id FROM roles WHERE name IN ('support', 'editor'))")
    op.execute("DELETE FROM roles WHERE name IN ('support', 'editor')")
    op.execute("UPDATE roles SET name = 'staff' WHERE name = 'owner'")
