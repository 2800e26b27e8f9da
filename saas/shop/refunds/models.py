"""Refunds, from the customer's request to the bank's last word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import Owned
from saas.shop.orders.models import Order, Payment
from saas.shop.refunds.rules import RefundReason, RefundState

_WAITING = text("state = 'requested'")


class Refund(IntegerKey, Owned, Base):
    """One refund of one payment. The row exists before Stripe is asked.

    `public_id` makes the idempotency key, and `parameters` is the JSON that was, or will again be, sent under it; `tries`
    grows only after a definite 500, which the old key would answer forever. `note` is the customer's or the staff's own
    words, `answer` the sentence a request was declined with, `decided_by` the address of the staff member who decided.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        ForeignKeyConstraint(["account_id", "order_id"], ["orders.account_id", "orders.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["account_id", "payment_id"], ["payments.account_id", "payments.id"], ondelete="CASCADE"),
        Index("uq_refunds_one_request", "order_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_refunds_state", "state"),
    )
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    order_id: Mapped[int] = mapped_column(BigInteger, index=True)
    payment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[str] = mapped_column(String(20), default=RefundState.SUBMITTED)
    source: Mapped[str] = mapped_column(String(10))
    amount_cents: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(40), default=RefundReason.REQUESTED)
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(255), default="")
    parameters: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(Integer, default=1)
    stripe_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    failure: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    order: Mapped[Order] = relationship(lazy="raise", overlaps="payment,order,payments,checkouts")
    payment: Mapped[Payment] = relationship(lazy="raise", overlaps="order,payments,checkouts")

    @property
    def idempotency_key(self) -> str:
        return f"refund:{self.public_id}" if self.tries == 1 else f"refund:{self.public_id}-{self.tries}"
