"""Disputes: the buyer's bank asks for the money back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import Owned
from saas.shop.orders.models import Order, Payment


class Dispute(IntegerKey, Owned, Base):
    """One dispute or inquiry. `status` and `reason` are Stripe's open words, kept as they come; `due_at` is when evidence
    must have arrived; `seen_at` when the reading of Stripe began that this row shows. `evidence` is what staff wrote or
    sent, as JSON; `handled_by` the address of who did."""

    __tablename__ = "disputes"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        ForeignKeyConstraint(["account_id", "order_id"], ["orders.account_id", "orders.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["account_id", "payment_id"], ["payments.account_id", "payments.id"], ondelete="CASCADE"),
        Index("ix_disputes_due_at", "due_at"),
    )
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    order_id: Mapped[int] = mapped_column(BigInteger, index=True)
    payment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    stripe_id: Mapped[str] = mapped_column(String(255), unique=True)
    amount_cents: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(60))
    is_charge_refundable: Mapped[bool] = mapped_column(Boolean, default=False)
    has_evidence: Mapped[bool] = mapped_column(Boolean, default=False)
    submissions: Mapped[int] = mapped_column(Integer, default=0)
    evidence: Mapped[str] = mapped_column(Text, default="")
    handled_by: Mapped[str] = mapped_column(String(255), default="")
    due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    order: Mapped[Order] = relationship(lazy="raise", overlaps="payment,order,payments,checkouts")
    payment: Mapped[Payment] = relationship(lazy="raise", overlaps="order,payments,checkouts")
