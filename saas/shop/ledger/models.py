"""The ledger, one row for each of Stripe's balance transactions; and its daily comparison with Stripe."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.tenancy import Owned


class LedgerEntry(IntegerKey, Owned, Base):
    """The database refuses to change or remove a row. Amounts are signed cents; `kind` is Stripe's type of a balance
    transaction; `source_id` the charge, refund or dispute behind it; `occurred_at` Stripe's own time."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        ForeignKeyConstraint(["account_id", "order_id"], ["orders.account_id", "orders.id"], ondelete="CASCADE"),
    )
    order_id: Mapped[int] = mapped_column(BigInteger, index=True)
    stripe_id: Mapped[str] = mapped_column(String(255), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    source_id: Mapped[str] = mapped_column(String(255))
    amount_cents: Mapped[int] = mapped_column(Integer)
    fee_cents: Mapped[int] = mapped_column(Integer)
    net_cents: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)


class Reconciliation(IntegerKey, Base):
    """One day (UTC) of our ledger compared with Stripe's balance. `report` is all of it as JSON."""

    __tablename__ = "reconciliations"
    day: Mapped[date] = mapped_column(unique=True)
    difference_count: Mapped[int] = mapped_column(Integer)
    report: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
