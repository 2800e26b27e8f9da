"""Accounts found by what a person knows of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person


def find_account_id(session: Session, name: str) -> int | None:
    """The account whose public id, or one of whose people's email addresses, is `name`. In a session over all accounts."""
    by_public_id = session.scalar(select(Account.id).where(Account.public_id == name))
    return by_public_id or session.scalar(select(Person.account_id).where(Person.email == name.strip().lower()))
