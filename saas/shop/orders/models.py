"""Orders, attempts to pay them, payments, and the days on which what was paid for was used."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import Owned
from saas.shop.orders.offer import Kind
from saas.shop.orders.rules import AttemptState, OrderState

_OPEN_ORDER = text("state IN ('pending', 'processing')")
_LIVE_ATTEMPT = text("state IN ('creating', 'open')")


class Order(IntegerKey, Owned, Base):
    """One purchase. Price and currency are frozen when it is made; quantity, discount and tax are known when it is paid.
    `amount_cents` is the price of all plans, before discount and tax."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        Index(
            "uq_orders_one_open",
            "account_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN_ORDER,
            postgresql_where=_OPEN_ORDER,
        ),
        Index("ix_orders_email", "email"),
    )
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(String(10), default=Kind.SELF, server_default="self")
    state: Mapped[str] = mapped_column(String(20), default=OrderState.PENDING)
    unit_cents: Mapped[int] = mapped_column(Integer, server_default="7900")
    quantity: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    discount_cents: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    tax_cents: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    promotion_code: Mapped[str] = mapped_column(String(255), default="", server_default="")
    amount_cents: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    email: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    paid_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    checkouts: Mapped[list[Checkout]] = relationship(
        back_populates="order", lazy="raise", order_by="Checkout.number", overlaps="payments"
    )
    payments: Mapped[list[Payment]] = relationship(back_populates="order", lazy="raise", order_by="Payment.id")

    @property
    def total_cents(self) -> int:
        """What is due, after discount and tax."""
        return self.amount_cents - self.discount_cents + self.tax_cents


class Checkout(IntegerKey, Owned, Base):
    """One attempt to pay an order. `parameters` is the JSON that was, or will again be, sent under `idempotency_key`:
    computing it anew would give another `expires_at`, and Stripe refuses another body under the same key."""

    __tablename__ = "checkouts"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        UniqueConstraint("order_id", "number"),
        ForeignKeyConstraint(["account_id", "order_id"], ["orders.account_id", "orders.id"], ondelete="CASCADE"),
        Index(
            "uq_checkouts_one_live",
            "order_id",
            unique=True,
            sqlite_where=_LIVE_ATTEMPT,
            postgresql_where=_LIVE_ATTEMPT,
        ),
    )
    order_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20), default=AttemptState.CREATING)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    parameters: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
    session_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    url: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    order: Mapped[Order] = relationship(back_populates="checkouts", lazy="raise", overlaps="payments")


class Payment(IntegerKey, Owned, Base):
    """Money that arrived, in cents. The database refuses to change or remove a row; `stripe_id` is the payment intent,
    or the session where nothing was due."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        ForeignKeyConstraint(["account_id", "order_id"], ["orders.account_id", "orders.id"], ondelete="CASCADE"),
    )
    order_id: Mapped[int] = mapped_column(BigInteger, index=True)
    stripe_id: Mapped[str] = mapped_column(String(255), unique=True)
    charge_id: Mapped[str | None] = mapped_column(String(255))
    session_id: Mapped[str] = mapped_column(String(255))
    amount_cents: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    is_duplicate: Mapped[bool] = mapped_column(Boolean, default=False)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    order: Mapped[Order] = relationship(back_populates="payments", lazy="raise", overlaps="checkouts")


class AccessDay(IntegerKey, Owned, Base):
    """A day (in `clock.DEFAULT_ZONE`) on which the account opened what it paid for: one row a day, no address, no
    device. A bank that disputes a payment is shown these."""

    __tablename__ = "access_days"
    __table_args__ = (UniqueConstraint("account_id", "day"),)
    day: Mapped[date]
    first_at: Mapped[datetime] = mapped_column(default=clock.now)
