"""Alembic's environment. `saas migrate` gives the connection; nothing here reads settings."""

from __future__ import annotations

from alembic import context

from saas.models import Base


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The job engine keeps its own tables beside ours; they are none of our business."""
    return kind != "table" or name in Base.metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=include_name,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
