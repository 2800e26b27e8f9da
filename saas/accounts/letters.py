"""The letters of signing up and of passwords. Flask-Security says when; the words are in templates/letters/accounts."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from saas.kernel.ids import new_public_id
from saas.kernel.letters import queue_letter, render_letter

# Flask-Security's name of a letter → ours.
TEMPLATES = {
    "security/email/reset_instructions": "accounts/reset_password",
    "security/email/reset_notice": "accounts/password_changed",
    "security/email/change_notice": "accounts/password_changed",
    "security/email/welcome_existing": "accounts/account_exists",
}


def queue_account_letter(session: Session, name: str, to: str, context: dict[str, Any]) -> None:
    """Queue the letter that Flask-Security calls `name`, with the links of its context. Raises KeyError for another."""
    values = {
        "email": context["user"].email,
        "sign_in_url": url_for("security.login", _external=True),
        "forgot_password_url": url_for("security.forgot_password", _external=True),
        "within": context.get("within", ""),
        "reset_link": context.get("reset_link", ""),
        "recovery_link": context.get("recovery_link", ""),
    }
    key = f"{name}:{new_public_id()}"
    # The link in it opens the account: it is not kept once the letter has been sent or given up.
    is_secret = bool(values["reset_link"])
    queue_letter(session, render_letter(TEMPLATES[name], key=key, to=to, is_secret=is_secret, **values))
