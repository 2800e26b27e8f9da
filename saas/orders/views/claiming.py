"""Taking a plan that somebody else paid for. The link's secret is the permission; it is logged nowhere, and no other
address learns it."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.accounts import guards
from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.orders.actions.giving import claim
from saas.orders.queries import buyers
from saas.orders.queries.orders import has_access
from saas.orders.views.doors import claims
from saas.web.security import limiter
from saas.web.session import db, engine


@claims.get("/claim/<token>")
@limiter.limit("30 per minute")
def look(token: str) -> ResponseReturnValue:
    """Anybody may look: nothing is used up by it, and mail programs open links by themselves."""
    with unscoped(engine(), "claim: a link names a seat, not an account") as session:
        found = buyers.offered(session, token)
    if found is None:
        return _quiet(render_template("orders/claim_over.html"), 404)
    is_known = current_user.is_authenticated
    if is_known:
        guards.require_sign_in()
    has_plan = is_known and has_access(db())
    return _quiet(render_template("orders/claim.html", token=token, found=found, is_known=is_known, has_plan=has_plan))


@claims.post("/claim/<token>")
@limiter.limit("10 per minute")
def take(token: str) -> ResponseReturnValue:
    stranger = guards.require_sign_in()
    if stranger is not None:
        return stranger
    with unscoped(engine(), "claim: a link names a seat, not an account") as session:
        try:
            claim(session, guards.current_person().account_id, token)
        except NotFound:
            return _quiet(render_template("orders/claim_over.html"), 404)
    return redirect("/intake", 303)


def _quiet(page: str, status: int = 200) -> Response:
    """An answer from whose address nothing is told to the next."""
    answer = make_response(page, status)
    answer.headers["Referrer-Policy"] = (
        "strict-origin"  # the house alone, without the path: form checks over HTTPS want that much
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
