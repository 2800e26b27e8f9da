"""Creating the secret address of a calendar, and revoking it."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.actions import record_event
from saas.accounts.models import Account
from saas.kernel.db import transaction
from saas.kernel.ids import fingerprint, new_token


def create_feed(session: Session) -> str:
    """A new secret, in place of the one before, which stops working. It is returned here and never again."""
    secret = new_token()
    with transaction(session):
        account_id = session.info["scope"]
        # Two presses at once wait here; the later one's address is the one that works.
        session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
        session.execute(delete(CalendarFeed))
        session.add(CalendarFeed(account_id=account_id, secret_hash=fingerprint(secret)))
        record_event(session, "feed_created", account_id=account_id)
    return secret


def revoke_feed(session: Session) -> None:
    """The address stops at once. Revoking it twice changes nothing."""
    with transaction(session):
        session.execute(delete(CalendarFeed))
        record_event(session, "feed_revoked", account_id=session.info["scope"])
