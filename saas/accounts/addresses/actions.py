"""Confirming an address and changing it. Each is one transaction, in the session of the account."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_change_notice, queue_confirmation, queue_given_away, stamp_of
from saas.accounts.addresses.links import Confirmation
from saas.accounts.events.actions import record_event
from saas.accounts.models import Account, Person, SignInLink
from saas.accounts.queries import find_owner
from saas.kernel import clock
from saas.kernel.db import set_if_unique, transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.letters import move_letters, release_letters

TOO_MANY = (
    "That address has had several letters from us within the hour. Try again in an hour; nothing is lost meanwhile."
)
TAKEN = "There is another account with this address. Yours keeps the address it had."
OF_STAFF = "This address belongs to somebody who works here, so it stays with that account."


class TooManyLetters(Refusal):
    """The address had its share of letters."""


class AddressTaken(Refusal):
    """Another account has the address."""


def send_confirmation(session: Session, person_id: int) -> None:
    """Send the link once more. Nothing for an address that is confirmed. Raises TooManyLetters."""
    with transaction(session):
        person = _get_locked(session, person_id)
        if person.confirmed_at is None and not queue_confirmation(session, person):
            raise TooManyLetters(TOO_MANY)


def request_change(session: Session, person_id: int, new_address: str) -> None:
    """Send a link to the new address, and tell the old one. The address changes when the link is opened. Whether anybody
    else has it is not told. Raises TooManyLetters."""
    with transaction(session):
        person = _get_locked(session, person_id)
        if new_address == person.email:
            raise Refusal("That is the address you have now.")
        if not queue_confirmation(session, person, new_address):
            raise TooManyLetters(TOO_MANY)
        queue_change_notice(session, person, is_done=False)
        record_event(session, "email_change_requested")


def confirm_address(
    session: Session, person_id: int, confirmation: Confirmation, *, is_taken_over: bool = False
) -> None:
    """Mark the address as confirmed, or put the new one in its place, and send the letters that waited for it. In a session
    without an account, which sees who else has the address.

    Where another account has confirmed it before, whoever has this account and the mailbox decides: AddressTaken asks, and
    `is_taken_over` is the answer that this account is to have it. The other one stays as it is, open to its password, and
    is again one whose address is not confirmed. Raises NotFound for a link of another account or of an address it no
    longer has, and refuses to take an address from staff.
    """
    try:
        with transaction(session):
            person = _get_locked(session, person_id)
            account = session.scalars(select(Account.public_id).where(Account.id == person.account_id)).one()
            if (account, person.email) != (confirmation.account, confirmation.address):
                raise NotFound("This link belongs to another account, or to an address it no longer has.")
            if confirmation.is_change and confirmation.stamp != stamp_of(person):
                raise NotFound("The password was changed since, which ended the change of the address.")
            _free_address(session, person, confirmation.new_address, is_taken_over=is_taken_over)
            if confirmation.is_change:
                _change(session, person, confirmation.new_address)
            mark_confirmed(session, person)
    except IntegrityError:
        raise AddressTaken(TAKEN) from None


def mark_confirmed(session: Session, person: Person) -> bool:
    """Inside the caller's transaction: whoever acts has shown that the mailbox is theirs. False, and nothing is changed, where
    another account has confirmed the address: its owner decides on the page of `confirm_address` alone."""
    if person.confirmed_at is None:
        # The index decides: a session of this account cannot see who else has the address.
        if not set_if_unique(session, person, confirmed_at=clock.now()):
            return False
        record_event(session, "email_confirmed", account_id=person.account_id, person_id=person.id)
    release_letters(session, person.account_id)
    return True


def _free_address(session: Session, person: Person, address: str, *, is_taken_over: bool) -> None:
    owner = find_owner(session, address)
    if owner is None or owner.id == person.id:
        return
    if owner.is_staff:
        raise Refusal(OF_STAFF)
    if not is_taken_over:
        raise AddressTaken(TAKEN)
    queue_given_away(session, owner)
    owner.confirmed_at = None
    session.flush()
    record_event(session, "email_given_away", account_id=owner.account_id)


def _change(session: Session, person: Person, new_address: str) -> None:
    queue_change_notice(session, person, is_done=True)
    move_letters(session, person.account_id, new_address)
    # A link in the old mailbox must not open the account any more.
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id, SignInLink.used_at.is_(None)))
    person.email, person.confirmed_at = new_address, None
    session.flush()
    record_event(session, "email_changed")


def _get_locked(session: Session, person_id: int) -> Person:
    return (
        session.scalars(
            select(Person)
            .where(Person.id == person_id)
            .with_for_update(of=Person)
            .execution_options(populate_existing=True)
        )
        .unique()
        .one()
    )
