"""Who has paid."""

from __future__ import annotations

from flask import Response, after_this_request, redirect, url_for
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
    if cookie.get("day") != clock.today().isoformat():
        after_this_request(_record_access_day)
    return None


def _record_access_day(response: Response) -> Response:
    """Once a day for each browser: the cookie says that it was done.

    After the page, which has read by then: a write in between would cost it a second transaction for what is left to read.
    """
    record_access_day(db())
    cookie["day"] = clock.today().isoformat()
    return response
