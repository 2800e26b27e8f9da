"""The letters that confirm an address, and whether a letter to a customer may be sent yet."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.addresses.links import Confirmation, ConfirmationLinks
from saas.accounts.models import Account, Person
from saas.kernel import clock
from saas.kernel.ids import fingerprint, new_public_id
from saas.kernel.letters import (
    Letter,
    SecretLetter,
    allows_unasked_letter,
    queue_letter,
    queue_secret_letter,
    render_letter,
)

CONFIRM_ADDRESS = SecretLetter("confirm_address", "The link that confirms an address")
# The words for `links.LIFETIME`.
WITHIN = "7 days"


def queue_confirmation(session: Session, person: Person, new_address: str = "") -> bool:
    """Queue the letter with a link to the person's address, or to the one it is changed to. False if that address had its
    share of such letters lately. Inside the caller's transaction."""
    to = new_address or person.email
    if not allows_unasked_letter(session, to):
        return False
    queue_secret_letter(session, CONFIRM_ADDRESS, f"confirm:{new_public_id()}", to=to, person=person.id)
    return True


def queue_first_confirmation(session: Session, person: Person) -> None:
    """Queue the letter with a link to an address that was just typed, or that a letter waits for: once a day at most."""
    key = f"confirm:{person.id}:{clock.today():%Y-%m-%d}"
    queue_secret_letter(session, CONFIRM_ADDRESS, key, to=person.email, person=person.id)


def write_confirmation(links: ConfirmationLinks, session: Session, key: str, to: str, *, person: int) -> Letter | None:
    """Nothing where the person is gone, or has confirmed the address by now."""
    row = session.get(Person, person)
    if row is None or (row.email == to and row.confirmed_at):
        return None
    account = session.scalars(select(Account.public_id).where(Account.id == row.account_id)).one()
    stamp = stamp_of(row) if to != row.email else ""
    confirmation = Confirmation(account, row.email, to, stamp)
    return render_letter(
        "accounts/confirm_address",
        key=key,
        to=to,
        subject="Confirm your new address" if confirmation.is_change else "Confirm your address",
        is_change=confirmation.is_change,
        link=links.make(confirmation),
        within=WITHIN,
    )


def stamp_of(person: Person) -> str:
    """Another one after each change of the password."""
    return fingerprint(person.fs_uniquifier)[:20]


def queue_change_notice(session: Session, address: str, *, is_done: bool) -> None:
    """Tell the old address that another is to take, or has taken, its place."""
    key = f"address_change:{new_public_id()}"
    queue_letter(session, render_letter("accounts/address_change", key=key, to=address, is_done=is_done))


def queue_customer_letter(session: Session, account_id: int, letter: Letter) -> None:
    """Queue a letter about an account to the address it has now. Until that is confirmed the letter waits, and a link goes
    out once a day at most; where the account has nobody any more, the letter goes to the address it was written to."""
    person = session.scalar(select(Person).where(Person.account_id == account_id).order_by(Person.id).limit(1))
    if person is None:
        queue_letter(session, letter)
        return
    is_held = person.confirmed_at is None
    queue_letter(session, replace(letter, to=person.email), is_held=is_held)
    if is_held:
        queue_first_confirmation(session, person)
