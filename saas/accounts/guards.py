"""Who may pass. `require_sign_in` gives the request's session to the account; `require_staff` is the one check of /admin, and
changes to the session of staff."""

from __future__ import annotations

from typing import cast

import structlog
from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from saas.accounts.messages import SESSION_ENDED
from saas.accounts.models import STAFF_ROLE, Person
from saas.accounts.sessions.cookies import forget_ended_session, note_use_after_page
from saas.kernel.tenancy import bind_account
from saas.web.session import db, use_staff_session

log = structlog.get_logger()


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
    """A `before_request`: for people who are not staff, /admin does not exist."""
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if not current_person().has_role(STAFF_ROLE):
        log.warning("access refused", endpoint=request.endpoint, person=current_person().id)
        raise NotFound
    use_staff_session()
    note_use_after_page()
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if forget_ended_session():
        flash(SESSION_ENDED, "info")
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    return cast(ResponseReturnValue, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
