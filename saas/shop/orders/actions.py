"""That what was paid for was used on a day. Orders themselves are created and changed where Stripe is asked:
`shop.stripe.checkout` and `shop.stripe.sync`."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.shop.orders.models import AccessDay


def record_access_day(session: Session) -> None:
    """For the account that the session belongs to. Any number of times a day; one row is kept."""
    today = clock.today()
    with transaction(session):
        # Two pages opened at once wait here for each other.
        session.execute(select(Account.id).where(Account.id == session.info["scope"]).with_for_update(key_share=True))
        if session.scalar(select(AccessDay.id).where(AccessDay.day == today)) is None:
            session.add(AccessDay(day=today))
