"""The letters that confirm an address, and whether a letter to a customer may be sent yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.addresses.links import Confirmation, ConfirmationLinks
from saas.accounts.models import Account, Person
from saas.accounts.queries import find_owner
from saas.kernel import clock
from saas.kernel.clock import day_of
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
    if not allows_confirmation(session, to):
        return False
    key = f"confirm:{new_public_id()}"
    queue_secret_letter(session, CONFIRM_ADDRESS, key, to=to, account_id=person.account_id, person=person.id)
    return True


def allows_confirmation(session: Session, address: str) -> bool:
    """Count a letter that confirms an address. Apart from links to a new password and to sign in, which whoever has the
    mailbox must get however often others sign up with it."""
    return allows_unasked_letter(session, address, "confirm")


def queue_first_confirmation(session: Session, person: Person) -> None:
    """Queue the letter with a link to an address that was just typed, or that a letter waits for: once a day at most."""
    key = f"confirm:{person.id}:{clock.today():%Y-%m-%d}"
    queue_secret_letter(session, CONFIRM_ADDRESS, key, to=person.email, account_id=person.account_id, person=person.id)


def write_confirmation(links: ConfirmationLinks, session: Session, key: str, to: str, *, person: int) -> Letter | None:
    """Nothing where the person is gone, or has confirmed the address by now. Where another account has the address, the
    letter says so, to the one mailbox that may know it, and its link leads to a page that asks which of them has it."""
    row = session.get(Person, person)
    if row is None or (row.email == to and row.confirmed_at):
        return None
    account = session.scalars(select(Account.public_id).where(Account.id == row.account_id)).one()
    stamp = stamp_of(row) if to != row.email else ""
    confirmation = Confirmation(account, row.email, to, stamp)
    if find_owner(session, to) is not None:
        return _write_account_exists(links, confirmation, key)
    return render_letter(
        "accounts/confirm_address",
        key=key,
        to=to,
        subject="Confirm your new address" if confirmation.is_change else "Confirm your address",
        is_change=confirmation.is_change,
        link=links.make(confirmation),
        within=WITHIN,
    )


def _write_account_exists(links: ConfirmationLinks, confirmation: Confirmation, key: str) -> Letter:
    base_url = links.base_url.rstrip("/")
    return render_letter(
        "accounts/account_exists",
        key=key,
        to=confirmation.new_address,
        email=confirmation.new_address,
        is_change=confirmation.is_change,
        link=links.make(confirmation),
        sign_in_url=f"{base_url}/sign-in",
        reset_url=f"{base_url}/reset",
        within=WITHIN,
    )


def stamp_of(person: Person) -> str:
    """Another one after each change of the password."""
    return fingerprint(person.fs_uniquifier)[:20]


def queue_change_notice(session: Session, person: Person, *, is_done: bool) -> None:
    """Tell the old address that another is to take, or has taken, its place. Nothing where nobody has confirmed the old one:
    it may be somebody else's."""
    if person.confirmed_at is not None:
        values: dict[str, Any] = {"account_id": person.account_id, "is_done": is_done}
        key = f"address_change:{new_public_id()}"
        queue_letter(session, render_letter("accounts/address_change", key=key, to=person.email, **values))


def queue_given_away(session: Session, person: Person) -> None:
    """Tell the mailbox that this account no longer has it, because another one has."""
    values: dict[str, Any] = {"account_id": person.account_id, "made_on": day_of(person.created_at)}
    key = f"address_given_away:{new_public_id()}"
    queue_letter(session, render_letter("accounts/address_given_away", key=key, to=person.email, **values))


def queue_customer_letter(session: Session, account_id: int, letter: Letter) -> None:
    """Queue a letter about an account to the address it has now. Until that is confirmed the letter waits, and a link goes
    out once a day at most; where the account has nobody any more, the letter goes to the address it was written to."""
    person = session.scalar(select(Person).where(Person.account_id == account_id).order_by(Person.id).limit(1))
    if person is None:
        queue_letter(session, replace(letter, account_id=account_id))
        return
    is_held = person.confirmed_at is None
    letter = replace(letter, to=person.email, account_id=account_id)
    queue_letter(session, letter, is_held=is_held)
    if is_held:
        queue_first_confirmation(session, person)
