"""Alembic's environment. `kernel/migrations.py` gives the connection; nothing here reads settings."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from saas.kernel.db import UtcDateTime
from saas.kernel.encryption import EncryptedJson, EncryptedText
from saas.models import Base

# A migration that waits for a lock blocks every query behind it. It fails instead, with nothing changed.
LOCK_TIMEOUT = "5s"


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the job engine's tables, which it migrates itself."""
    return kind != "table" or name in Base.metadata.tables


WRITTEN_TYPES = (
    (UtcDateTime, "sa.DateTime(timezone=True)"),
    (EncryptedJson, "sa.JSON()"),
    (EncryptedText, "sa.Text()"),
)


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our type as SQLAlchemy's: a migration must not import what may change later."""
    if kind != "type":
        return False
    return next((written for ours, written in WRITTEN_TYPES if isinstance(item, ours)), False)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=include_name,
    render_item=render_item,
    transaction_per_migration=True,
)
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
with context.begin_transaction():
    context.run_migrations()
