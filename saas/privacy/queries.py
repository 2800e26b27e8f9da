"""Everything kept about one account, and the accounts whose content is due to be erased."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel.db import Base
from saas.kernel.tenancy import Owned
from saas.shop.orders.models import Order
from saas.shop.orders.offer import OFFER, Kind
from saas.shop.orders.queries import account_has_access
from saas.shop.orders.rules import ENDED_STATES
from saas.shop.seats.models import Claim

HIDDEN_COLUMNS = ("id", "account_id")


def export_account(session: Session, account_id: int) -> dict[str, Any]:
    """Every row of every owned table, by table name, and the addresses of the account's people. No row ids."""
    people = select(Person.email, Person.created_at).where(Person.account_id == account_id)
    rows_by_table = {
        cls.__tablename__: [
            _row_as_dict(row) for row in session.scalars(select(cls).where(cls.account_id == account_id))
        ]
        for cls in sorted(list_owned_classes(), key=lambda cls: str(cls.__tablename__))
    }
    return {"people": [row._asdict() for row in session.execute(people)], **rows_by_table}


def list_owned_classes() -> list[Any]:
    """The mapped classes of all owned tables."""
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]


def list_accounts_to_erase(session: Session, now: datetime) -> list[int]:
    """Accounts whose money, or whose giver's, went back in full more than OFFER.kept_days ago, and that have access by
    nothing else. In an account's own session that account or none."""
    ended_before = now - timedelta(days=OFFER.kept_days)
    own_order = select(Order.account_id).where(
        Order.kind == Kind.SELF,
        Order.state.in_(ENDED_STATES),
        Order.forgotten_at.is_(None),
        Order.ended_at < ended_before,
    )
    claim = select(Claim.account_id).where(Claim.ended_at < ended_before)
    account_ids = {*session.scalars(own_order), *session.scalars(claim)}
    return sorted(account_id for account_id in account_ids if not account_has_access(session, account_id))


def _row_as_dict(row: Any) -> dict[str, Any]:
    keys = (column.key for column in inspect(type(row)).column_attrs)
    return {key: getattr(row, key) for key in keys if key not in HIDDEN_COLUMNS}
