"""The cookie that names a visitor's start sheet, and the moment an account claims it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, after_this_request, current_app, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from saas.accounts.guards import current_person, require_sign_in
from saas.intake.answers import actions
from saas.kernel.tenancy import bind_account
from saas.shop.guards import require_paid
from saas.web.security import cookie_name
from saas.web.session import db

START_COOKIE = "start"
MAX_AGE = timedelta(days=180)


def read_start_token() -> str | None:
    """The secret of this browser's start sheet, or None. It opens that sheet and nothing of an account."""
    try:
        token = _signer().loads(request.cookies.get(_cookie_name(), ""))
    except BadSignature:
        return None
    return token if isinstance(token, str) else None


def set_start_cookie(response: Response, token: str, *, is_shared: bool = False) -> None:
    """The cookie holds the sheet's secret and none of the answers. On a shared computer it ends with the browser."""
    max_age = None if is_shared else MAX_AGE
    is_secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    signed = str(_signer().dumps(token))
    response.set_cookie(_cookie_name(), signed, max_age=max_age, httponly=True, samesite="Lax", secure=is_secure)


def claim_start_sheet() -> None:
    """A `before_request`: whoever is signed in takes the answers given before. Does nothing for strangers.

    Wherever sign-up leads, the first page behind this guard has the answers.
    """
    if not current_user.is_authenticated:
        return
    bind_account(db(), current_person().account_id)
    token = read_start_token()
    if token is not None:
        actions.claim_start_sheet(db(), token, current_person().account_id)
        after_this_request(delete_start_cookie)


def add_intake_guards(blueprint: Blueprint) -> None:
    """For pages after paying. In this order: whoever has not paid yet still takes the answers given before."""
    blueprint.before_request(require_sign_in)
    blueprint.before_request(claim_start_sheet)
    blueprint.before_request(require_paid)


def delete_start_cookie(response: Response) -> Response:
    is_secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    response.delete_cookie(_cookie_name(), httponly=True, samesite="Lax", secure=is_secure)
    return response


def _cookie_name() -> str:
    return cookie_name(START_COOKIE, current_app.extensions["settings"])


def _signer() -> URLSafeSerializer:
    # The last signs, all are tried.
    secrets = [*current_app.config["SECRET_KEY_FALLBACKS"], str(current_app.secret_key)]
    return URLSafeSerializer(secrets, salt="start sheet")
