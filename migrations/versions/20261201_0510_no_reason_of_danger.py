"""Plans: danger is the reason of nothing. Plans that were made before name it as one; the line stays and its reason goes.

There is no way back to a sentence that should not have been there, so going down changes nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from saas.kernel.encryption import PREFIX, decrypt, encrypt

revision = "no_reason_of_danger"
down_revision = "database_roles"
branch_labels = None
depends_on = None

CLAUSE = "what you wrote may mean that you are in danger"
# It may stand alone, or beside another reason.
FORMS = (f", {CLAUSE},", f" and {CLAUSE}", f"{CLAUSE} and ", f"{CLAUSE}, ", f", {CLAUSE}", CLAUSE)
PLANS = sa.table(
    "plans", sa.Column("id", sa.BigInteger), sa.Column("account_id", sa.BigInteger), sa.Column("outline", sa.Text)
)
STEPS = sa.table(
    "plan_steps",
    sa.Column("plan_id", sa.BigInteger),
    sa.Column("position", sa.Integer),
    sa.Column("account_id", sa.BigInteger),
    sa.Column("because", sa.Text),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('app.account_id', '*', true)")
    _rewrite(PLANS, PLANS.c.outline, (PLANS.c.id,))
    _rewrite(STEPS, STEPS.c.because, (STEPS.c.plan_id, STEPS.c.position))


def downgrade() -> None:
    pass


def _rewrite(table: sa.TableClause, column: sa.ColumnClause[str], key: tuple[sa.ColumnClause[int], ...]) -> None:
    """Values are plain text until a chore has encrypted them, so either may be found."""
    connection, place = op.get_bind(), f"{table.name}.{column.name}"
    may_name_it = column.like(f"%{CLAUSE}%") | column.like(f"{PREFIX}.%")
    for *identity, account_id, stored in connection.execute(
        sa.select(*key, table.c.account_id, column).where(may_name_it)
    ).all():
        text = kept = decrypt(stored, place)
        for form in FORMS:
            kept = kept.replace(form, "")
        if kept != text:
            same_row = sa.and_(*(part == value for part, value in zip(key, identity, strict=True)))
            value = encrypt(kept, place, account_id) if kept and stored != text else kept
            connection.execute(sa.update(table).where(same_row).values({column.name: value}))
