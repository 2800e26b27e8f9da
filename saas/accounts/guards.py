"""Who may pass. `signed_in` gives the request's session to the account; `staff` is the one check of /admin."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from saas.accounts.actions import STAFF
from saas.accounts.models import Person
from saas.kernel.tenancy import bind_account
from saas.web.session import db


def person() -> Person:
    """The signed-in person. Only behind a guard."""
    return cast(Person, current_user)


def signed_in() -> ResponseReturnValue | None:
    """A `before_request`: strangers are asked to sign in, everybody else gets their own rows and no other."""
    if not current_user.is_authenticated:
        return cast(ResponseReturnValue, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    bind_account(db(), person().account_id)
    return None


def staff() -> ResponseReturnValue | None:
    """A `before_request`: for people who are not staff, /admin does not exist."""
    if not current_user.is_authenticated:
        return cast(ResponseReturnValue, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    if not person().has_role(STAFF):
        raise NotFound
    return None
