"""How Flask-Security is set up: an account of its own for each sign-up, letters queued instead of sent, our addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache, wraps
from typing import Any, cast

from flask import Flask, Response, after_this_request, request
from flask_security import MailUtil, Security, SQLAlchemySessionUserDatastore
from sqlalchemy import Select, bindparam, select
from werkzeug.local import LocalProxy

from saas.accounts import peppers
from saas.accounts.addresses import signals as address_signals
from saas.accounts.events import reports
from saas.accounts.forms import ConfirmPasswordForm, SignInForm
from saas.accounts.guards import FRESH
from saas.accounts.letters import queue_account_letter
from saas.accounts.messages import MESSAGES
from saas.accounts.models import Person, Role
from saas.accounts.passwords import MIN_LENGTH, EstimatingPasswordUtil
from saas.accounts.security_views import VIEWS
from saas.accounts.sessions import cookies
from saas.kernel.db import begin_write, commit_for_flask_security
from saas.settings import Settings
from saas.web.forms import address_rules
from saas.web.limits import limiter
from saas.web.session import db

# The OWASP recommendation: 19 MiB and about 19 ms a sign-in, instead of 64 MiB and 120 ms.
ARGON2 = {"argon2__memory_cost": 19456, "argon2__time_cost": 2, "argon2__parallelism": 1}
ARGON2_FOR_TESTS = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}
SIGN_IN_LIMIT = "20 per minute;100 per hour"
RATE_LIMITED_ENDPOINTS = tuple(
    f"security.{name}"
    for name in ("login", "register", "forgot_password", "reset_password", "change_password", "verify")
)
TEMPLATES = {
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_REGISTER_USER_TEMPLATE": "accounts/sign_up.html",
    "SECURITY_FORGOT_PASSWORD_TEMPLATE": "accounts/forgot.html",
    "SECURITY_RESET_PASSWORD_TEMPLATE": "accounts/reset.html",
    "SECURITY_CHANGE_PASSWORD_TEMPLATE": "accounts/password.html",
    "SECURITY_VERIFY_TEMPLATE": "accounts/confirm_password.html",
}


class PeopleDatastore(SQLAlchemySessionUserDatastore):
    """Where Flask-Security finds people. It looks for no address: several may have one (`queries`)."""

    def find_user(self, case_insensitive: bool = False, **values: Any) -> Person | None:
        """One statement by the one column given."""
        [(name, value)] = values.items()
        return cast(
            Person | None, self.db.session.scalars(_select_person(name), {"value": value}).unique().one_or_none()
        )


@cache
def _select_person(column: str) -> Select[Person]:
    return select(Person).where(getattr(Person, column) == bindparam("value"))


class QueuedMailUtil(MailUtil):
    """Addresses in lower case; letters through our own queue, in Flask-Security's transaction."""

    def normalize(self, email: str) -> str:
        return super().normalize(email.strip()).lower()

    def validate(self, email: str) -> str:
        return super().validate(email.strip()).lower()

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        queue_account_letter(db(), template, str(recipient), context=kwargs)
        after_this_request(_commit)


def _commit(response: Response) -> Response:
    # Where Flask-Security only queues a letter, its view ends without a commit.
    commit_for_flask_security(db())
    return response


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(_config(settings), **MESSAGES, **TEMPLATES, **cookies.COOKIES)
    peppers.init_app(app, settings.peppers)
    session: Any = LocalProxy(db)
    Security(
        app,
        PeopleDatastore(session, Person, Role),
        mail_util_cls=QueuedMailUtil,
        password_util_cls=EstimatingPasswordUtil,
        login_form=SignInForm,
        verify_form=ConfirmPasswordForm,
    )
    # The cookie alone signs in. Flask-Security's tokens would be looked for in every JSON body, even one that was refused.
    app.login_manager.request_loader(None)  # type: ignore[attr-defined]
    cookies.init_app(app)
    app.view_functions.update(VIEWS)
    app.view_functions["security.logout"] = reports.record_sign_out(app.view_functions["security.logout"])
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = _begin_as_writer(view)
    # Outside of that: a limit counts in a transaction of its own, and SQLite has one writer at a time.
    for endpoint in RATE_LIMITED_ENDPOINTS:
        limit = limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
        app.view_functions[endpoint] = cast(Any, limit(app.view_functions[endpoint]))
    reports.init_app(app)
    address_signals.init_app(app)


def _begin_as_writer(view: Callable[..., Any]) -> Callable[..., Any]:
    """Flask-Security commits by itself after its view; on SQLite its session must begin as a writer."""

    @wraps(view)
    def writing_view(*arguments: Any, **named: Any) -> Any:
        if request.method != "POST":
            return view(*arguments, **named)
        begin_write(db())
        return view(*arguments, **named)

    return writing_view


def _config(settings: Settings) -> dict[str, Any]:
    is_test = settings.saas_env == "test"
    return {
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2_FOR_TESTS if is_test else ARGON2,
        # Browsers alone sign in here; with tokens in the list a stranger at /settings/password meets an error.
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_REGISTERABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": address_rules(settings),
        "SECURITY_SEND_REGISTER_EMAIL": False,
        # The letters are rendered by `accounts.letters`.
        "SECURITY_EMAIL_PLAINTEXT": False,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_PASSWORD_LENGTH_MIN": MIN_LENGTH,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=1),
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],  # a link or an image elsewhere must not sign anybody out
        "SECURITY_REGISTER_URL": "/sign-up",
        "SECURITY_RESET_URL": "/reset",
        "SECURITY_CHANGE_URL": "/settings/password",
        "SECURITY_POST_LOGIN_VIEW": "/dashboard",
        "SECURITY_POST_REGISTER_VIEW": "/checkout",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_POST_RESET_VIEW": "/sign-in",
        "SECURITY_POST_CHANGE_VIEW": "/settings",
        "SECURITY_POST_VERIFY_VIEW": "/settings",
        # For whoever has no password yet and chooses one.
        "SECURITY_FRESHNESS": FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_SUBDOMAIN": None,
        "SECURITY_STATIC_FOLDER": None,  # no page of ours asks for its scripts
        "SECURITY_USE_REGISTER_V2": True,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.is_production,
    }
