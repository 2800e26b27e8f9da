"""Everything kept about one account, and the accounts whose content is due to be erased."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from saas.privacy.holding import Holding
from saas.privacy.holdings import HOLDINGS
from saas.shop.orders.models import Order
from saas.shop.orders.offer import OFFER, Kind
from saas.shop.orders.queries import account_has_access
from saas.shop.orders.rules import ENDED_STATES
from saas.shop.seats.models import Claim


def export_account(session: Session, account_id: int) -> dict[str, Any]:
    """What `HOLDINGS` exports of one account: the rows of each table under its name, and under "about" what they are."""
    export: dict[str, Any] = {
        "about": [{"section": holding.name, "holds": holding.what} for holding in HOLDINGS if holding.exported]
    }
    for holding in sorted(HOLDINGS, key=lambda holding: holding.name):
        if holding.exported:
            theirs = select(holding.model).where(holding.condition(holding.model, account_id))
            order = inspect(holding.model).primary_key
            export[holding.name] = [
                _row_as_dict(row, holding) for row in session.scalars(theirs.order_by(*order)).unique()
            ]
    return export


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


def _row_as_dict(row: Any, holding: Holding) -> dict[str, Any]:
    hidden = holding.hides(row)
    return {key: "" if key in hidden else getattr(row, key) for key in holding.exported}
