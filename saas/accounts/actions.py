"""What happens to people: becoming staff, and signing in by a link that works once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person, Role, SignInLink
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.ids import new_public_id, new_token

STAFF = "staff"
LINK_LIFE = timedelta(hours=12)


def grant_staff(session: Session, email: str) -> Person:
    """Make the person staff; a person without an account yet gets one, without a password."""
    with transaction(session):
        person = _person(session, email) or _new_person(session, email)
        role = session.scalar(select(Role).where(Role.name == STAFF)) or Role(name=STAFF)
        if role not in person.roles:
            person.roles.append(role)
    return person


def issue_sign_in_link(session: Session, email: str) -> str:
    """A secret that signs the person in once, within twelve hours."""
    secret = new_token()
    with transaction(session):
        person = _person(session, email)
        if person is None:
            raise NotFound(f"There is nobody with the address {email}.")
        row = SignInLink(person_id=person.id, secret_hash=_hash(secret), expires_at=clock.now() + LINK_LIFE)
        session.add(row)
    return secret


def use_sign_in_link(session: Session, secret: str) -> Person:
    """The person the link belongs to. A second use, or a late one, is refused."""
    with transaction(session):
        taken = session.execute(
            update(SignInLink)
            .where(SignInLink.secret_hash == _hash(secret), SignInLink.used_at.is_(None))
            .where(SignInLink.expires_at > clock.now())
            .values(used_at=clock.now())
            .returning(SignInLink.person_id)
        ).scalar_one_or_none()
        person = session.get(Person, taken) if taken else None
    if person is None:
        raise NotFound("This link was used or is too old.")
    return person


def _person(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def _new_person(session: Session, email: str) -> Person:
    person = Person(email=email.strip().lower(), account=Account(), fs_uniquifier=new_public_id(32), roles=[])
    session.add(person)
    return person


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
