"""Encrypting again what an older secret of `DATA_KEYS` encrypted, and what was written before there were secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, inspect, select, update
from sqlalchemy.orm import Session

from saas.kernel.db import Base, transaction
from saas.kernel.encryption import EncryptedText, current_prefix
from saas.kernel.tenancy import Owned, bind_account

# Rows without an owner that are encrypted again in one transaction.
BATCH = 500


def list_stale_accounts(session: Session) -> list[int]:
    """The accounts with a value that the newest secret did not encrypt. For a session over all accounts."""
    account_ids: set[int] = set()
    for model, name in list_encrypted_columns():
        if issubclass(model, Owned):
            account_ids.update(session.scalars(select(model.account_id).where(_is_stale(model, name)).distinct()))
    return sorted(account_ids)


def reencrypt_account(session: Session, account_id: int) -> None:
    """Encrypt every value of the account with the newest secret, in one transaction."""
    bind_account(session, account_id)
    with transaction(session):
        for model, name in list_encrypted_columns():
            if issubclass(model, Owned):
                _reencrypt(session, model, name)


def reencrypt_unowned(session: Session) -> None:
    """The same for the rows that belong to no account, so many in a transaction."""
    for model, name in list_encrypted_columns():
        while not issubclass(model, Owned):
            with transaction(session):
                count = _reencrypt(session, model, name, limit=BATCH)
            if count < BATCH:
                break


def list_encrypted_columns() -> Iterator[tuple[Any, str]]:
    """Mapped classes with the names of their encrypted attributes."""
    for mapper in Base.registry.mappers:
        for attribute in mapper.column_attrs:
            if isinstance(attribute.columns[0].type, EncryptedText):
                yield mapper.class_, attribute.key


def _reencrypt(session: Session, model: Any, name: str, limit: int | None = None) -> int:
    """How many rows were encrypted again."""
    keys = [getattr(model, attribute.key) for attribute in _primary_key(model)]
    rows = session.execute(
        select(getattr(model, name), *keys).where(_is_stale(model, name)).limit(limit).with_for_update()
    ).all()
    for value, *row_key in rows:
        is_row = and_(*(key == part for key, part in zip(keys, row_key, strict=True)))
        session.execute(
            update(model).where(is_row).values({name: value}), execution_options={"synchronize_session": False}
        )
    return len(rows)


def _primary_key(model: Any) -> list[Any]:
    mapper = inspect(model)
    return [mapper.get_property_by_column(column) for column in mapper.primary_key]


def _is_stale(model: Any, name: str) -> ColumnElement[bool]:
    stored = cast(getattr(model, name), Text)
    # In a column of JSON the value is a string, in quotes.
    return and_(stored != "", stored.not_like(f"{current_prefix()}%"), stored.not_like(f'"{current_prefix()}%'))
