"""The letters of signing up and of passwords. Flask-Security says when; the words are in templates/letters/accounts.

The letter with a link to reset a password is queued by the person's id, and the worker, which has no Flask, makes the
link when it sends the letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from itsdangerous import URLSafeTimedSerializer
from passlib.context import CryptContext
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.accounts.queries import list_people
from saas.kernel.calendar import format_date
from saas.kernel.ids import new_public_id
from saas.kernel.letters import (
    Letter,
    SecretLetter,
    allows_unasked_letter,
    queue_letter,
    queue_secret_letter,
    render_letter,
)

# Flask-Security's name of a letter → ours.
TEMPLATES = {
    "security/email/reset_notice": "accounts/password_changed",
    "security/email/change_notice": "accounts/password_changed",
}
# The words for `SECURITY_RESET_PASSWORD_WITHIN`.
RESET_WITHIN = "1 hour"
# How many accounts of one address a letter names, where none of them or not only one has confirmed it.
NAMED = 5
RESET_PASSWORD = SecretLetter("reset_password", "The link to a new password")
# Flask-Security's own: what `generate_reset_password_token` signs and hashes with.
_RESET_SALT, _HASHING = "reset-salt", CryptContext(schemes=["sha256_crypt", "hex_md5"], deprecated=["hex_md5"])


@dataclass(frozen=True, slots=True)
class ResetLinks:
    """Makes the links under `base_url` that Flask-Security's reset page takes, signed with `secret`."""

    base_url: str
    secret: str = field(repr=False)

    def make(self, person: Person) -> str:
        """A link that works until it is too old or the password has changed."""
        password_hash = _HASHING.hash(person.password) if person.password else None
        signer = URLSafeTimedSerializer([self.secret], salt=_RESET_SALT)
        token = signer.dumps([person.fs_uniquifier, password_hash])
        return f"{self.base_url.rstrip('/')}/reset/{token}"


def queue_reset(session: Session, address: str) -> None:
    """Queue the letter to whomever the address belongs by then, unless it had its share of such letters lately. Inside the
    caller's transaction."""
    if allows_unasked_letter(session, address):
        queue_secret_letter(session, RESET_PASSWORD, f"reset:{new_public_id()}", to=address)


def write_reset_letter(links: ResetLinks, session: Session, key: str, to: str, *, person: int = 0) -> Letter | None:
    """With a link for each account of the address. Nothing where nobody has it, or where the one `person` that an earlier
    version named has another by now."""
    people = [row for row in list_named(session, to) if person in (0, row.id)]
    if not people:
        return None
    return render_letter(
        "accounts/reset_password",
        key=key,
        to=to,
        account_id=people[0].account_id,
        email=to,
        choices=[make_choice(row, links.make(row)) for row in people],
        within=RESET_WITHIN,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One account of an address in a letter that leads to each: when it was made, whether it confirmed the address, and the
    link."""

    made_at: str
    is_owner: bool
    link: str


def make_choice(person: Person, link: str) -> Choice:
    made_at = f"{format_date(person.created_at)} at {person.created_at:%H:%M} UTC"
    return Choice(made_at, person.confirmed_at is not None, link)


def list_named(session: Session, address: str) -> Sequence[Person]:
    """The accounts of the address that a letter to it names: its owner, the newest, and the first that was made, so that
    none is pushed out by others that are made later."""
    people = [person for person in list_people(session, address, limit=100) if person.active]
    return people if len(people) <= NAMED else [*people[: NAMED - 1], people[-1]]


def queue_account_letter(session: Session, name: str, to: str, context: dict[str, Any]) -> None:
    """Queue the letter that Flask-Security calls `name`. It waits where the address is not confirmed: somebody else may have
    the mailbox. Raises KeyError for another."""
    person = context["user"]
    letter = render_letter(
        TEMPLATES[name],
        key=f"{name}:{new_public_id()}",
        to=to,
        account_id=person.account_id,
        email=person.email,
        forgot_password_url=url_for("security.forgot_password", _external=True),
    )
    queue_letter(session, letter, is_held=person.confirmed_at is None)
