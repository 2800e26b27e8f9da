"""Who has paid."""

from __future__ import annotations

from flask import redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel import clock
from saas.shop.orders.actions import record_access_day
from saas.shop.orders.queries import has_access
from saas.web.session import db


def require_paid() -> ResponseReturnValue | None:
    """A `before_request`: signed in, and with access; everybody else is led to the offer."""
    answer = guards.require_sign_in()
    if answer is not None:
        return answer
    if not has_access(db()):
        return redirect(url_for("checkout.show"), 303)
    _record_access_day_once()
    return None


def _record_access_day_once() -> None:
    """Once a day for each browser: the cookie says that it was done."""
    today = clock.today().isoformat()
    if cookie.get("day") != today:
        record_access_day(db())
        cookie["day"] = today
