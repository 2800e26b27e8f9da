"""People without a password, and links that sign somebody in once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.models import Account, Person, SignInLink
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.ids import new_public_id, new_token

LINK_LIFETIME = timedelta(hours=12)


def create_person(session: Session, email: str) -> Person:
    """Somebody with an account of their own and without a password, who signs in by a link. Asked again, the same."""
    with transaction(session):
        return find_or_add_person(session, email)


def find_or_add_person(session: Session, email: str) -> Person:
    """As `create_person`, inside the caller's transaction."""
    return _find_person(session, email) or _create_person(session, email)


def issue_sign_in_link(session: Session, email: str) -> str:
    """A secret that signs the person in once, within twelve hours."""
    secret = new_token()
    with transaction(session):
        person = _find_person(session, email)
        if person is None:
            raise NotFound(f"There is nobody with the address {email}.")
        expires_at = clock.now() + LINK_LIFETIME
        session.add(SignInLink(person_id=person.id, secret_hash=_hash_secret(secret), expires_at=expires_at))
        record_event(session, "sign_in_link_issued", account_id=person.account_id)
    return secret


def use_sign_in_link(session: Session, secret: str) -> Person:
    """The person the link belongs to. A second use, a late one and one for a closed account are refused."""
    with transaction(session):
        person_id = session.execute(
            update(SignInLink)
            .where(SignInLink.secret_hash == _hash_secret(secret), SignInLink.used_at.is_(None))
            .where(SignInLink.expires_at > clock.now())
            .values(used_at=clock.now())
            .returning(SignInLink.person_id)
        ).scalar_one_or_none()
        person = session.get(Person, person_id) if person_id else None
        if person is not None and person.active:
            after = {"by": "link"}
            record_event(session, "signed_in", account_id=person.account_id, person_id=person.id, after=after)
    if person is None or not person.active:
        raise NotFound("This link was used or is too old.")
    return person


def _find_person(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def _create_person(session: Session, email: str) -> Person:
    person = Person(email=email.strip().lower(), account=Account(), fs_uniquifier=new_public_id(32), roles=[])
    session.add(person)
    return person


def _hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
