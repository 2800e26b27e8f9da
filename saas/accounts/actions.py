"""People without a password."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.kernel.db import transaction
from saas.kernel.ids import new_public_id


def create_person(session: Session, email: str) -> Person:
    """Somebody with an account of their own and without a password, who signs in by a link. Asked again, the same."""
    with transaction(session):
        return find_or_add_person(session, email)


def find_or_add_person(session: Session, email: str) -> Person:
    """As `create_person`, inside the caller's transaction."""
    return _find_person(session, email) or _create_person(session, email)


def _find_person(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def _create_person(session: Session, email: str) -> Person:
    person = Person(email=email.strip().lower(), account=Account(), fs_uniquifier=new_public_id(32), roles=[])
    session.add(person)
    return person
