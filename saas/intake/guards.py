"""The cookie that names a visitor's start sheet, and the moment an account claims it."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from saas.accounts.guards import current_person
from saas.intake import actions
from saas.kernel.tenancy import bind_account
from saas.web.session import db

COOKIE = "start"
LIFE = timedelta(days=180)


def start_token() -> str | None:
    """The secret of this browser's start sheet, or None. It opens that sheet and nothing of an account."""
    try:
        token = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return token if isinstance(token, str) else None


def keep_start_token(response: Response, token: str) -> None:
    """Set the cookie; it holds the sheet's secret and none of the answers."""
    is_secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    signed = str(_signer().dumps(token))
    response.set_cookie(COOKIE, signed, max_age=LIFE, httponly=True, samesite="Lax", secure=is_secure)


def claim_start_sheet() -> None:
    """A `before_request`: whoever is signed in takes the answers given before. Does nothing for strangers.

    Wherever sign-up leads, the first page behind this guard has the answers.
    """
    if not current_user.is_authenticated:
        return
    bind_account(db(), current_person().account_id)
    token = start_token()
    if token is not None:
        actions.claim_sheet(db(), token, current_person().account_id)
        after_this_request(_without_cookie)


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="start sheet")
