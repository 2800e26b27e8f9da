"""One database session per request, closed with it."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g
from sqlalchemy import Engine

from saas.kernel.tenancy import TenantSession, unowned_session


def db() -> TenantSession:
    """This request's session. It belongs to nobody until `accounts.guards` gives it to an account."""
    if "session" not in g:
        g.session = unowned_session(engine())
    return cast(TenantSession, g.session)


def engine() -> Engine:
    return cast(Engine, current_app.extensions["engine"])


def init_app(app: Flask, database: Engine) -> None:
    app.extensions["engine"] = database

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        session = g.pop("session", None)
        if session is not None:
            session.close()
