"""Accounts, people, roles, and links that sign somebody in once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_security import RoleMixin, UserMixin, hash_password
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.accounts.peppers import has_old_pepper
from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey, UtcDateTime
from saas.kernel.ids import new_public_id


class StaffRole(StrEnum):
    """What a member of staff may open below /admin; `staff/views.py` says which desk is whose. The owner may open all."""

    OWNER = "owner"
    SUPPORT = "support"
    EDITOR = "editor"


roles_people = Table(
    "roles_people",
    Base.metadata,
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", BigInteger, ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
    Column("granted_at", UtcDateTime, default=clock.now),  # empty for roles of before it was written
)


class Account(IntegerKey, Base):
    """A tenant. Everything else of a customer belongs to one."""

    __tablename__ = "accounts"
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Role(IntegerKey, Base, RoleMixin):
    __tablename__ = "roles"
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Person(IntegerKey, Base, UserMixin):
    """Somebody who signs in. `email` is the address they typed, which others may have typed too; `confirmed_at` is when it was
    shown to be theirs (`addresses`), and one person at most has confirmed an address.
    `asks_second_factor` is what `second_factors.actions` writes: whether a sign-in waits for one. Read before the account is known, so it is not an owned table."""

    __tablename__ = "people"
    __table_args__ = (
        # What rows of an account that belong to one person point at.
        Index("ix_people_account_id_id", "account_id", "id", unique=True),
    )
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    asks_second_factor: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    account: Mapped[Account] = relationship(lazy="raise")
    roles: Mapped[list[Role]] = relationship(secondary=roles_people, lazy="joined")  # type: ignore[assignment]  # narrower than the mixin's

    @property
    def is_staff(self) -> bool:
        return any(self.has_role(role) for role in StaffRole)

    def may(self, role: str) -> bool:
        """Whether the person works at the desk of the role."""
        return self.has_role(StaffRole.OWNER) or self.has_role(role)

    def verify_and_update_password(self, password: str) -> bool:
        """Whether it is the password. One that was hashed with an older pepper is hashed with the newest."""
        if super().verify_and_update_password(password):
            return True
        if not self.password or not has_old_pepper(password, self.password):
            return False
        self.password = hash_password(password)
        return True


# One person at most has confirmed an address; whoever else typed it at sign-up has not.
IS_CONFIRMED = Person.confirmed_at.is_not(None)
Index("uq_people_confirmed_email", Person.email, unique=True, sqlite_where=IS_CONFIRMED, postgresql_where=IS_CONFIRMED)


class SignInLink(IntegerKey, Base):
    """A link that signs one person in once. Only a hash of its secret is kept. `proves_address` where it was in a letter, so
    that whoever uses it has the mailbox."""

    __tablename__ = "sign_in_links"
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    proves_address: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
