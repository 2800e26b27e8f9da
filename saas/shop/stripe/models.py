"""Stripe's events as they arrived, and how far the sweep has come."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey


class EventState(StrEnum):
    RECEIVED = "received"  # kept, and waiting for a worker: not yet applied
    SETTLED = "settled"  # its effect was committed in the same transaction as this word
    IGNORED = "ignored"  # a type the shop has no use for
    QUARANTINED = "quarantined"  # another mode, account or shop: no effect
    PARKED = "parked"  # tried many times and failed each time; waits for staff


class StripeEvent(IntegerKey, Base):
    """An event that reached us. `body` is what is kept of it as JSON (`inbox.reduce_event`), which is only a hint. `round` counts how often it was queued,
    `trace` holds the last failure; `order_public_id` is the order it turned out to be about."""

    __tablename__ = "stripe_events"
    __table_args__ = (
        Index("ix_stripe_events_state", "state"),
        Index("ix_stripe_events_order_public_id", "order_public_id"),
    )
    event_id: Mapped[str] = mapped_column(String(255), unique=True)
    type: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text)
    api_version: Mapped[str] = mapped_column(String(60), default="", server_default="")
    object_id: Mapped[str] = mapped_column(String(255), default="", server_default="", index=True)
    order_public_id: Mapped[str] = mapped_column(String(20), default="", server_default="")
    round: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    trace: Mapped[str] = mapped_column(Text, default="", server_default="")
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]


class Sweep(Base):
    """How far a sweep has come: everything at Stripe before `reached_at` was read."""

    __tablename__ = "sweeps"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    reached_at: Mapped[datetime]
