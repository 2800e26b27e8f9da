"""A plan and its steps. The steps of one plan are written together and keyed by their place in it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey
from saas.kernel.encryption import EncryptedText
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import Owned
from saas.plans.rules import State


class Plan(IntegerKey, Owned, Base):
    """`outline` is the JSON of everything but the steps, as composed on `composed_on` from library `version`.

    `occasion` says in a sentence why it was made; `settled_at` is when it became the plan, or was refused.
    """

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        UniqueConstraint("submission_id"),
        ForeignKeyConstraint(
            ["account_id", "submission_id"], ["submissions.account_id", "submissions.id"], ondelete="CASCADE"
        ),
    )
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    submission_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(EncryptedText("plans.title"))
    outline: Mapped[str] = mapped_column(EncryptedText("plans.outline"))
    version: Mapped[str] = mapped_column(String(40))
    composed_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[State] = mapped_column(String(12))
    occasion: Mapped[str] = mapped_column(EncryptedText("plans.occasion"), default="")
    settled_at: Mapped[datetime | None]


def _one_per_account(state: State) -> Index:
    """The database itself holds an account to one current plan, and to at most one that is proposed."""
    is_in_state = Plan.state == state
    return Index(
        f"uq_plans_{state}", Plan.account_id, unique=True, sqlite_where=is_in_state, postgresql_where=is_in_state
    )


UNIQUE_STATES = (_one_per_account("current"), _one_per_account("proposed"))


class PlanStep(Owned, Base):
    """One step, as it read when the plan was composed, and what its person did with it.

    `position` counts from 1. `source` is JSON or empty. `note` is in their own words. `moved_from` is the phase it was
    composed for, where they moved it; `added_for` is the slug of the step it replaces. `done_at` is its completion.
    """

    __tablename__ = "plan_steps"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "plan_id"], ["plans.account_id", "plans.id"], ondelete="CASCADE"),
    )
    plan_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    revision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("revisions.id"))
    slug: Mapped[str] = mapped_column(String(80))
    phase: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(EncryptedText("plan_steps.because"))
    minutes: Mapped[int] = mapped_column(Integer)
    due: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text, default="")
    is_gentle: Mapped[bool] = mapped_column(Boolean, default=False)
    is_weekly: Mapped[bool] = mapped_column(Boolean, default=False)
    is_note: Mapped[bool] = mapped_column(Boolean, default=False)
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(EncryptedText("plan_steps.note"), default="")
    snoozed_until: Mapped[date | None] = mapped_column(Date)
    dropped_at: Mapped[datetime | None]
    moved_from: Mapped[str] = mapped_column(String(20), default="")
    added_for: Mapped[str] = mapped_column(String(80), default="")
