"""What waits for staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.shop.alerts.models import Alert

PAGE_SIZE = 50


def find_alert(session: Session, key: str) -> Alert | None:
    return session.scalar(select(Alert).where(Alert.key == key))


def list_open_alerts(session: Session, *, order_public_id: str = "", limit: int = PAGE_SIZE) -> Sequence[Alert]:
    """What nobody has settled, oldest first; with `order_public_id`, of that order alone."""
    query = select(Alert).where(Alert.settled_at.is_(None)).order_by(Alert.id).limit(limit)
    return session.scalars(query.where(Alert.order_public_id == order_public_id) if order_public_id else query).all()
