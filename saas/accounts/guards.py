"""Who may pass. `require_sign_in` gives the request's session to the account; `require_staff` is the one check of /admin, and
changes to the session of staff; `require_role` is the check of a desk below it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn, cast

import structlog
from flask import current_app, flash, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security.utils import check_and_update_authn_fresh
from werkzeug.exceptions import NotFound

from saas.accounts.messages import SESSION_ENDED
from saas.accounts.models import Person
from saas.accounts.sessions.cookies import forget_ended_session, note_use_after_page
from saas.kernel.tenancy import bind_account
from saas.web.session import db, use_staff_session

log = structlog.get_logger()
# How long a typed password stands for the person. A form that was opened in that time may be sent for as long again.
FRESH = timedelta(minutes=15)
STALE = "You typed your password a while ago, so nothing was sent. Everything below is as you typed it."


def current_person() -> Person:
    """The signed-in person. Only behind a guard."""
    return cast(Person, current_user)


def require_sign_in() -> ResponseReturnValue | None:
    """A `before_request`: strangers are asked to sign in, everybody else gets their own rows and no other."""
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    bind_account(db(), current_person().account_id)
    note_use_after_page()
    return None


def require_staff() -> ResponseReturnValue | None:
    """A `before_request`: for people who are not staff, /admin does not exist. Staff who have no second factor set one up
    first; whoever has one gave it to be signed in. The address is confirmed before: who was staff before rights came by
    letter may be whoever registered the address."""
    if (refusal := require_staff_without_address()) is not None:
        return refusal
    if current_person().confirmed_at is None:
        return redirect(url_for("staff_address.show"), 303)
    if g.sign_in_session.second_factor_at is None:
        return redirect(url_for("second_factor.show", next=request.full_path.rstrip("?")))
    use_staff_session()
    return None


def require_staff_without_address() -> ResponseReturnValue | None:
    """A `before_request` of the page where staff confirm their address, and of no other."""
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if not current_person().is_staff:
        _refuse()
    bind_account(db(), current_person().account_id)
    note_use_after_page()
    return None


def require_waiting_session() -> ResponseReturnValue | None:
    """A `before_request` of the pages that ask for the second factor: whoever gave the password, or used a link, and has not
    given it yet. The request's session is given to the account."""
    if current_user.is_authenticated:
        return redirect("/admin" if current_person().is_staff else "/dashboard")
    if "waiting_session" not in g:
        return _ask_to_sign_in()
    bind_account(db(), waiting_person().account_id)
    return None


def waiting_person() -> Person:
    """Whoever is asked for the second factor. Only behind `require_waiting_session`."""
    return cast(Person, g.waiting_session.person)


def is_password_fresh() -> bool:
    """Whether whoever is signed in typed the password, or used a link, a short while ago."""
    within = FRESH if request.method == "GET" else 2 * FRESH
    return check_and_update_authn_fresh(within, timedelta(0), "session")


def note_proof() -> None:
    """Whoever is signed in has just shown in another way that it is still them: for a while the password is not asked for."""
    cookie["fs_paa"] = time.time()


def ask_for_password(onward: str) -> ResponseReturnValue | None:
    """None where the password is fresh. Otherwise the page that asks for it, and then leads to the page `onward`, which
    must be one that opens by GET."""
    return None if is_password_fresh() else redirect(verify_url(onward), 303)


def password_error(key: str = "confirm") -> dict[str, str]:
    """For the errors of a form that holds what somebody typed at length, and that `components/password_again.html` shows
    again: empty where the password is fresh."""
    return {} if is_password_fresh() else {key: STALE}


def verify_url(onward: str) -> str:
    """The page that asks for the password and leads to `onward`."""
    return url_for("security.verify", next=onward)


def require_role(role: str) -> Callable[[], None]:
    """A `before_request` of a desk, after `require_staff`: for staff who do not work there it does not exist."""

    def check_role() -> None:
        if not current_person().may(role):
            _refuse()

    return check_role


def _refuse() -> NoReturn:
    log.warning("access refused", endpoint=request.endpoint, person=current_person().id)
    raise NotFound


def _ask_to_sign_in() -> ResponseReturnValue:
    if "waiting_session" in g:
        return redirect(url_for("second_factor_question.show_question", next=request.full_path.rstrip("?")))
    if forget_ended_session():
        flash(SESSION_ENDED, "info")
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    return cast(ResponseReturnValue, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
