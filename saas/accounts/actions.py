"""People and their accounts: made at sign-up, or by a command."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import allows_confirmation, queue_first_confirmation
from saas.accounts.events.actions import record_event
from saas.accounts.letters import queue_reset
from saas.accounts.models import Account, Person
from saas.accounts.queries import find_person, list_people, normalize_address
from saas.kernel.db import transaction
from saas.kernel.ids import new_public_id


def create_person(session: Session, email: str) -> Person:
    """Somebody with an account of their own and without a password, who signs in by a link. Asked again, the same."""
    with transaction(session):
        return find_or_add_person(session, email)


def find_or_add_person(session: Session, email: str) -> Person:
    """As `create_person`, inside the caller's transaction."""
    return find_person(session, email) or add_person(session, email)


def add_person(session: Session, email: str, password_hash: str | None = None) -> Person:
    """A new account with a person in it, whoever else typed the address. Inside the caller's transaction."""
    person = Person(
        email=normalize_address(email),
        password=password_hash,
        account=Account(),
        fs_uniquifier=new_public_id(32),
        roles=[],
    )
    session.add(person)
    session.flush()
    return person


def sign_up(session: Session, email: str, password_hash: str) -> Person:
    """Make an account, and queue the letter that confirms its address. Whether the address is taken is not looked at: the
    worker finds that when it writes the letter. Inside the caller's transaction."""
    person = add_person(session, email, password_hash)
    record_event(session, "signed_up", account_id=person.account_id, person_id=person.id)
    if allows_confirmation(session, person.email):
        queue_first_confirmation(session, person)
    return person


def request_new_password(session: Session, address: str) -> None:
    """Queue the letter with the link, unless the address had its share of such letters lately. An address that nobody has
    takes the same statements. Inside the caller's transaction."""
    queue_reset(session, address)
    people = list_people(session, address, limit=1)
    record_event(session, "reset_requested", account_id=people[0].account_id if people else None)
