"""The inbox of Stripe's events."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.shop.stripe.models import StripeEvent

PAGE_SIZE = 50


def list_events(session: Session, *, state: str = "", find: str = "", limit: int = PAGE_SIZE) -> Sequence[StripeEvent]:
    """Newest first; `find` is the whole id of an event, of the object it is about, or of an order."""
    query = select(StripeEvent).order_by(StripeEvent.id.desc()).limit(limit)
    if state:
        query = query.where(StripeEvent.state == state)
    if find:
        by_id = (StripeEvent.event_id == find) | (StripeEvent.object_id == find) | (StripeEvent.order_public_id == find)
        query = query.where(by_id)
    return session.scalars(query).all()


def find_event(session: Session, event_id: str) -> StripeEvent | None:
    return session.scalar(select(StripeEvent).where(StripeEvent.event_id == event_id))
