"""Finding the account behind a calendar's secret address, and whether an account has such an address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.models import Account
from saas.kernel.ids import fingerprint


def find_feed_created_at(session: Session) -> datetime | None:
    """When the account's address was made; None where there is none."""
    return session.scalar(select(CalendarFeed.created_at))


def find_feed_account(session: Session, secret: str) -> int | None:
    """The id of the account whose feed has this secret. For a session over all accounts."""
    return session.scalar(select(CalendarFeed.account_id).where(CalendarFeed.secret_hash == fingerprint(secret)))


def get_account_public_id(session: Session) -> str:
    """The account's public id, which stays the same from plan to plan."""
    return session.scalars(select(Account.public_id).where(Account.id == session.info["scope"])).one()
