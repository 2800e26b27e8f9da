"""Who has paid."""

from __future__ import annotations

from flask import redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel import clock
from saas.orders.actions.visiting import note_day
from saas.orders.queries.orders import has_access
from saas.web.session import db


def paid() -> ResponseReturnValue | None:
    """A `before_request`: signed in, and with an order that gives access; everybody else is shown the offer."""
    stranger = guards.require_sign_in()
    if stranger is not None:
        return stranger
    if not has_access(db()):
        return redirect(url_for("orders.checkout"), 303)
    _note_day()
    return None


def _note_day() -> None:
    """Once a day for each browser: the cookie says that it was done."""
    today = clock.today().isoformat()
    if cookie.get("day") != today:
        note_day(db())
        cookie["day"] = today
