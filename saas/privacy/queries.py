"""Everything kept about one account."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel.db import Base
from saas.kernel.tenancy import Owned

HIDDEN = ("id", "account_id")


def everything(session: Session, account_id: int) -> dict[str, Any]:
    """Every row of every owned table, by table, and the addresses of the account's people. No row numbers."""
    people = select(Person.email, Person.created_at).where(Person.account_id == account_id)
    rows = {
        kind.__tablename__: [_row(row) for row in session.scalars(select(kind).where(kind.account_id == account_id))]
        for kind in sorted(owned_kinds(), key=lambda kind: str(kind.__tablename__))
    }
    return {"people": [row._asdict() for row in session.execute(people)], **rows}


def owned_kinds() -> list[Any]:
    """The mapped classes of all owned tables."""
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]


def _row(row: Any) -> dict[str, Any]:
    return {
        column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs if column.key not in HIDDEN
    }
