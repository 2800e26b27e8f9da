"""Who has paid."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.orders import queries
from saas.web.session import db


def paid() -> ResponseReturnValue | None:
    """A `before_request`: signed in, and with an order that gives access; everybody else is shown the offer."""
    stranger = guards.signed_in()
    if stranger is not None:
        return stranger
    return None if queries.has_access(db()) else redirect(url_for("orders.checkout"), 303)
