"""What Flask-Security reports about signing in, signing up and passwords, appended to the log in its transaction.

Its signals are its only way to say that something happened inside its views. Where its view would end without a commit,
one follows the request.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, after_this_request, request
from flask_login import current_user
from flask_security.signals import (
    password_changed,
    password_reset,
    user_authenticated,
)

from saas.accounts.events.actions import record_event
from saas.accounts.models import Person
from saas.kernel.db import commit_for_flask_security
from saas.web.session import db

# Flask-Security's signal → our kind of event.
KINDS = (
    (password_reset, "password_reset"),
    (password_changed, "password_changed"),
)


def init_app(app: Flask) -> None:
    """After Flask-Security's session has begun to write."""
    for signal, kind in KINDS:
        signal.connect_via(app, weak=False)(_recorder(kind))
    user_authenticated.connect_via(app)(_record_sign_in)


def _recorder(kind: str) -> Any:
    def record(_app: Flask, *, user: Person, **_rest: Any) -> None:
        if request.blueprint == "security":
            _record(kind, user)

    return record


def _record_sign_in(_app: Flask, *, user: Person, authn_via: list[str] | None = None, **_rest: Any) -> None:
    # Whoever has just signed up or changed the password is signed in by that, which is recorded itself.
    if request.blueprint == "security" and not {"register", "change"} & set(authn_via or ()):
        _record("signed_in", user, {"by": ",".join(authn_via or ())})


def record_failed_sign_in(person: Person | None) -> None:
    """Somebody who is not signed in tried to be `person`, or gave an address that nobody has; which one is not kept."""
    _record("sign_in_failed", person)


def record_typed_password(person: Person, *, is_right: bool) -> None:
    """Whoever is signed in as `person` typed a password, to show that it is still them."""
    _record("reauthenticated" if is_right else "reauthentication_failed", person, {"by": "password"})


def record_sign_out(view: Callable[..., Any]) -> Callable[..., Any]:
    """Flask-Security's view, which forgets who it was: so it is recorded before. The browser is told to forget as well:
    the pages that it kept for going back."""

    @wraps(view)
    def recording_view(*arguments: Any, **named: Any) -> Any:
        if request.method == "POST" and current_user.is_authenticated:
            _record("signed_out", current_user)
        after_this_request(forget_pages)
        return view(*arguments, **named)

    return recording_view


def forget_pages(response: Response) -> Response:
    """Have the browser drop what it keeps of the pages."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _record(kind: str, person: Person | None, after: dict[str, Any] | None = None) -> None:
    db().flush()  # somebody who is just signing up has no number before
    account_id, person_id = (person.account_id, person.id) if person else (None, None)
    record_event(db(), kind, account_id=account_id, person_id=person_id, after=after)
    after_this_request(_commit)


def _commit(response: Response) -> Response:
    commit_for_flask_security(db())
    return response
