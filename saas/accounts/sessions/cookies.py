"""What Flask-Login keeps in the cookie is the secret of a session, instead of who somebody is.

Flask-Login's signals are its only way to say that somebody signed in or out, inside Flask-Security's views or ours.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request
from flask import session as cookie
from flask_login import user_logged_in, user_logged_out
from flask_security.signals import password_changed, password_reset
from flask_security.utils import set_request_attr

from saas.accounts.events.rules import shorten_address
from saas.accounts.models import Person
from saas.accounts.second_factors.actions import take_loss_back
from saas.accounts.sessions import actions, queries
from saas.accounts.sessions.models import SignInSession
from saas.accounts.sessions.rules import CUSTOMER_LIFETIME, WAIT_FOR_SECOND_FACTOR, is_seen_due
from saas.kernel import clock
from saas.kernel.db import begin_write, commit_for_flask_security
from saas.kernel.ids import new_token
from saas.kernel.tenancy import bind_account
from saas.web.session import db

SECRET = "_user_id"  # noqa: S105  # Flask-Login's name of what it keeps, in both of its cookies
BY_LETTER = "by_letter"
COOKIES = {"REMEMBER_COOKIE_DURATION": CUSTOMER_LIFETIME, "PERMANENT_SESSION_LIFETIME": CUSTOMER_LIFETIME}


def init_app(app: Flask) -> None:
    """After Flask-Security, whose loader this replaces, and before what records events."""
    app.login_manager.user_loader(load_person)  # type: ignore[attr-defined]
    for signal, receive in RECEIVERS:
        signal.connect_via(app)(receive)


def load_person(secret: str) -> Person | None:
    """Whoever the cookie's secret signs in. Notes for the guard where it named a session that has ended, or one that waits
    for a second factor: whoever has not given it is a stranger on every page but the one that asks for it."""
    row = queries.find_session(db(), str(secret))
    is_waiting = row is not None and row.person.asks_second_factor and row.second_factor_at is None
    if row is None or (is_waiting and clock.now() - row.created_at > WAIT_FOR_SECOND_FACTOR):
        g.session_has_ended = True
        return None
    g.session_public_id, g.session_has_ended = row.public_id, False
    if is_waiting:
        g.waiting_session = row
        return None
    g.sign_in_session = row
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", cookie.get("fs_paa", 0))
    return row.person


def renew_secret() -> None:
    """Give the session of this browser another secret, once it opens more than before: whoever knew the cookie from before
    the second factor has nothing."""
    secret = new_token()
    actions.replace_secret(db(), g.session_public_id, secret)
    cookie[SECRET] = secret
    cookie.pop("csrf_token", None)
    if current_app.config["REMEMBER_COOKIE_NAME"] in request.cookies:
        cookie["_remember"] = "set"  # Flask-Login writes its other cookie anew


def note_mailed_link() -> None:
    """This browser was signed in by a link from the person's mailbox."""
    cookie[BY_LETTER] = g.session_public_id


def came_by_letter() -> bool:
    """Whether the session of this browser, which may wait for its second factor, began with a link from the mailbox."""
    return bool(cookie.get(BY_LETTER)) and cookie.get(BY_LETTER) == g.session_public_id


def note_use_after_page() -> None:
    """Write when the session was last used, every few minutes. After the page, which would pay for a write in between."""
    row: SignInSession | None = g.get("sign_in_session")
    if row is not None and is_seen_due(clock.now(), row.last_seen_at, is_staff=row.is_staff):
        after_this_request(_note_use)


def forget_ended_session() -> bool:
    """Whether the cookie named a session that has ended; the cookies are emptied of it."""
    has_ended = bool(g.get("session_has_ended"))
    if has_ended:
        for name in (SECRET, "_fresh", "_id", "fs_paa", "fs_gexp"):
            cookie.pop(name, None)
        cookie["_remember"] = "clear"
    return has_ended


def _note_use(response: Response) -> Response:
    if response.status_code < 400:
        actions.note_use(db(), g.session_public_id)
    return response


def _begin(_app: Flask, *, user: Person, **_rest: Any) -> None:
    """A session for whoever signs in, in place of the one that this browser had. The cookie gets its secret."""
    _begin_write()
    if before := g.pop("sign_in_session", None) or g.pop("waiting_session", None):
        actions.end_by_id(db(), before.public_id)
    secret = new_token()
    source = shorten_address(request.remote_addr)
    g.session_public_id = actions.create_session(
        db(), user, secret, user_agent=request.user_agent.string, source=source
    )
    cookie[SECRET] = secret
    # A token of forms that were opened before, by whomever, must not send one of this person's.
    cookie.pop("csrf_token", None)
    g.pop("csrf_token", None)
    cookie.pop("fs_gexp", None)


def _end(_app: Flask, **_rest: Any) -> None:
    """Flask-Login has emptied the cookie by then."""
    row = g.pop("sign_in_session", None)
    if row is not None:
        _begin_write()
        actions.end_by_id(db(), row.public_id)


def _end_others(_app: Flask, *, user: Person, **_rest: Any) -> None:
    """The password is new, and so is this browser's session."""
    bind_account(db(), user.account_id)
    actions.end_sessions(db(), user.id, keep=g.session_public_id)
    actions.end_calendar_address(db(), user.account_id)
    take_loss_back(db(), user.id)


def _end_all(_app: Flask, *, user: Person, **_rest: Any) -> None:
    bind_account(db(), user.account_id)
    actions.end_sessions(db(), user.id)
    actions.end_calendar_address(db(), user.account_id)
    take_loss_back(db(), user.id)


def _begin_write() -> None:
    """Flask-Security's views have begun, and end without a commit of ours; other views end before they sign somebody in."""
    if request.blueprint != "security":
        begin_write(db())
    after_this_request(_commit)


def _commit(response: Response) -> Response:
    commit_for_flask_security(db())
    return response


RECEIVERS = (
    (user_logged_in, _begin),
    (user_logged_out, _end),
    (password_changed, _end_others),
    (password_reset, _end_all),
)
