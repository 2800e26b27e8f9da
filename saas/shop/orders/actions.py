"""That what was paid for was used on a day. Orders themselves are created and changed where Stripe is asked:
`shop.stripe.checkout` and `shop.stripe.sync`."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.shop.orders.models import AccessDay


def record_access_day(session: Session) -> None:
    """For the account that the session belongs to. Any number of times a day; one row is kept.

    The database refuses a second row, so a browser's first page of the day costs one statement.
    """
    today = clock.today()
    try:
        with transaction(session):
            session.add(AccessDay(day=today))
    except IntegrityError:
        if session.scalar(select(AccessDay.id).where(AccessDay.day == today)) is None:
            raise
