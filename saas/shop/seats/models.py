"""Plans bought for somebody else, and who took them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import Owned


class Seat(IntegerKey, Owned, Base):
    """One plan of an order, to hand out. It belongs to the buyer's account, which sees that it was claimed and never by
    whom. Only a hash of its link is kept; `refund_id` is set while the seat is being refunded."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        UniqueConstraint("order_id", "number"),
        ForeignKeyConstraint(["account_id", "order_id"], ["orders.account_id", "orders.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["account_id", "refund_id"], ["refunds.account_id", "refunds.id"], ondelete="CASCADE"),
    )
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    order_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(Integer)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    recipient_email: Mapped[str] = mapped_column(String(255), default="")
    giver_name: Mapped[str] = mapped_column(String(80), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    refund_id: Mapped[int | None] = mapped_column(BigInteger)
    given_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]


class Claim(IntegerKey, Owned, Base):
    """A seat that somebody took: it belongs to the account of the person who took it. `seat` is the seat's public id and
    no foreign key, because the seat is another account's row."""

    __tablename__ = "claims"
    __table_args__ = (UniqueConstraint("account_id", "id"),)
    seat: Mapped[str] = mapped_column(String(20), unique=True)
    claimed_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
