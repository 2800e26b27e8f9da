"""The letters of signing up and of passwords. Flask-Security says when; the words are in templates/letters/accounts.

The letter with a link to reset a password is queued by the person's id, and the worker, which has no Flask, makes the
link when it sends the letter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from itsdangerous import URLSafeTimedSerializer
from passlib.context import CryptContext
from sqlalchemy.orm import Session

from saas.accounts.models import Person
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
    "security/email/welcome_existing": "accounts/account_exists",
}
# They tell that a password was changed, which nobody else can do.
NOTICES = ("security/email/reset_notice", "security/email/change_notice")
# The words for `SECURITY_RESET_PASSWORD_WITHIN`.
RESET_WITHIN = "1 hour"
RESET_INSTRUCTIONS = "security/email/reset_instructions"
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


def write_reset_letter(links: ResetLinks, session: Session, key: str, to: str, *, person: int) -> Letter | None:
    """Nothing where the person is gone."""
    row = session.get(Person, person)
    if row is None:
        return None
    values = {"email": row.email, "reset_link": links.make(row), "within": RESET_WITHIN}
    return render_letter("accounts/reset_password", key=key, to=to, **values)


def queue_account_letter(session: Session, name: str, to: str, context: dict[str, Any]) -> None:
    """Queue the letter that Flask-Security calls `name`, with the links of its context. Raises KeyError for another."""
    # What has happened is always told; what anybody can ask for is not sent without end. The page says so to everybody.
    if name not in NOTICES and not allows_unasked_letter(session, to):
        return
    key = f"{name}:{new_public_id()}"
    if name == RESET_INSTRUCTIONS:
        queue_secret_letter(session, RESET_PASSWORD, key, to=to, person=context["user"].id)
        return
    values = {
        "email": context["user"].email,
        "sign_in_url": url_for("security.login", _external=True),
        "forgot_password_url": url_for("security.forgot_password", _external=True),
        "recovery_link": url_for("security.forgot_password", _external=True),
    }
    queue_letter(session, render_letter(TEMPLATES[name], key=key, to=to, **values))
