"""Asking for a link, making one, and using it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from saas.accounts.addresses.actions import mark_confirmed
from saas.accounts.events.actions import record_event
from saas.accounts.models import Person, SignInLink
from saas.accounts.queries import find_owner, find_person
from saas.accounts.sessions.actions import end_calendar_address, end_sessions
from saas.accounts.sign_in_links.letters import queue_link, store_link
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.ids import fingerprint, new_public_id
from saas.kernel.tenancy import bind_account

PRINTED_LIFETIME = timedelta(hours=12)


def request_sign_in_link(session: Session, address: str) -> None:
    """Queue the letter with a link, unless the address had its share of such letters lately. Who has the address, and
    whether anybody does, is not asked."""
    with transaction(session):
        queue_link(session, address)


def issue_sign_in_link(session: Session, email: str) -> str:
    """A secret that signs the person in once, within twelve hours. For commands, which print it."""
    with transaction(session):
        person = find_person(session, email)
        if person is None:
            raise NotFound(f"There is nobody with the address {email}.")
        return store_link(session, person, PRINTED_LIFETIME, proves_address=False)


@dataclass(frozen=True, slots=True)
class UsedLink:
    """Whose it was. `proves_address` where it was in a letter, `is_first_proof` where nobody had confirmed the address."""

    person: Person
    proves_address: bool
    is_first_proof: bool


def use_sign_in_link(session: Session, secret: str) -> UsedLink:
    """Use a link up. A second use, a late one and one for a closed account raise NotFound.

    Whoever made an account with an address that nobody had confirmed need not be its owner. So the first link that came
    by letter ends what opened the account before: the password, every session, and the calendar's address.
    """
    with transaction(session):
        row = session.execute(
            update(SignInLink)
            .where(SignInLink.secret_hash == fingerprint(secret), SignInLink.used_at.is_(None))
            .where(SignInLink.expires_at > clock.now())
            .values(used_at=clock.now())
            .returning(SignInLink.person_id, SignInLink.proves_address)
        ).one_or_none()
        person = session.get(Person, row.person_id) if row else None
        if row is None or person is None or not person.active:
            raise NotFound("This link was used or is too old.")
        is_first_proof = row.proves_address and person.confirmed_at is None
        if is_first_proof and find_owner(session, person.email) is not None:
            raise NotFound("Another account has confirmed the address since.")
        if is_first_proof:
            _take_from_whoever_signed_up(session, person)
        after = {"by": "link"}
        record_event(session, "signed_in", account_id=person.account_id, person_id=person.id, after=after)
    return UsedLink(person, row.proves_address, is_first_proof)


def _take_from_whoever_signed_up(session: Session, person: Person) -> None:
    bind_account(session, person.account_id)
    person.password, person.fs_uniquifier = None, new_public_id(32)  # links to a new password are signed with it
    end_sessions(session, person.id)
    end_calendar_address(session, person.account_id)
    mark_confirmed(session, person)
