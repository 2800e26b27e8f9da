"""Rendering a session: the form while it is open, and what became of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, render_template
from werkzeug.wrappers import Response

from saas.sandbox.cards import ACCOUNT_OUTCOMES, CARD_LABELS, CARD_OUTCOMES, ROUTING_NUMBER
from saas.sandbox.hosted.forms import needs_terms, quantity_bounds
from saas.sandbox.resources.line_items import get_discount, get_line_items, get_postal_code
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import NO_REQUEST, run_due_timers

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a page repeats and reports: what was typed, errors by field, and a message about the payment.

    `is_paying` is false when something else was changed: then the page does not say that nothing was charged.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    is_paying: bool = True


NO_FEEDBACK = Feedback()


def render_if_closed(sandbox: Sandbox, key: str, is_sending: bool = False) -> Page | None:
    """What to show instead of the form when the session is unknown, over or paid; None while it is open."""
    run_due_timers(sandbox)
    sandbox.current_request = NO_REQUEST
    session = sandbox.store.find("checkout.session", key)
    if session is None:
        return render_template("unknown.html"), 404
    if session["status"] == "open":
        return None
    if session["status"] == "complete" and is_sending:
        return redirect_to_shop(session)
    return render_template("closed.html", session=session, success_url=success_url(session))


def page_context(sandbox: Sandbox, key: str) -> Json:
    session = sandbox.store.get("checkout.session", key)
    return {"session": session, "items": get_line_items(sandbox, session), "seller": sandbox.settings.account_name}


def render_payment_page(sandbox: Sandbox, key: str, method: str, feedback: Feedback = NO_FEEDBACK) -> str:
    context = page_context(sandbox, key)
    session = context["session"]
    return render_template(
        "pay.html",
        **context,
        method=method,
        feedback=feedback,
        bounds={item["id"]: quantity_bounds(item) for item in context["items"]},
        discount=get_discount(sandbox, session),
        postal_code=get_postal_code(sandbox, session),
        needs_terms=needs_terms(session),
        cards=[(number, CARD_LABELS[outcome]) for number, outcome in CARD_OUTCOMES.items()],
        accounts=list(ACCOUNT_OUTCOMES.items()),
        routing=ROUTING_NUMBER,
    )


def page_path(key: str, method: str) -> str:
    return f"/c/pay/{key}/bank" if method == "bank" else f"/c/pay/{key}"


def redirect_to_shop(session: Json) -> Response:
    return redirect(success_url(session), 303)


def success_url(session: Json) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])
