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


def staff_engine() -> Engine:
    """For staff pages, and for what knows no account: see `kernel/database_roles.py`."""
    return cast(Engine, current_app.extensions["staff_engine"])


def use_staff_session() -> None:
    """From here on this request's session is a member of staff's: tables without an owner, under the staff role."""
    db().close()
    g.session = unowned_session(staff_engine())


def init_app(app: Flask, database: Engine, staff_database: Engine) -> None:
    """`database` serves customers and strangers, `staff_database` staff."""
    app.extensions.update(engine=database, staff_engine=staff_database)

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        session = g.pop("session", None)
        if session is not None:
            session.close()
