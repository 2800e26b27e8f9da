"""Every order of the account, one order, and giving up one that is not paid."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.kernel.clock import day_of
from saas.kernel.errors import Unavailable
from saas.orders.actions.paying import OnItsWay, cancel
from saas.orders.models.orders import Order
from saas.orders.queries import buyers
from saas.orders.queries.money import (
    disputes_of,
    is_contested,
    may_ask,
    refunds_of,
    seat_count,
    standing,
    waiting_request,
)
from saas.orders.queries.orders import has_access
from saas.orders.rules import refunds
from saas.orders.rules.offer import Kind
from saas.orders.rules.states import State
from saas.orders.views.doors import gateway, own_order, settings, shop
from saas.web.security import limiter
from saas.web.session import db


@shop.get("/orders")
def index() -> ResponseReturnValue:
    found = {"orders": buyers.history(db()), "claims": buyers.claims(db())}
    return render_template("orders/index.html", **found, forgotten_on=refunds.forgotten_on)


@shop.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    return page(own_order(public_id))


@shop.post("/orders/<public_id>/cancellation")
@limiter.limit("20 per minute")
def give_up(public_id: str) -> ResponseReturnValue:
    try:
        order = cancel(db(), gateway(), public_id)
    except OnItsWay as refusal:
        return page(own_order(public_id), refusal=refusal.sentence), 409
    except Unavailable:
        sentence = (
            "Stripe does not answer, so its page could not be closed. The order is as it was. Try again in a minute."
        )
        return page(own_order(public_id), refusal=sentence), 503
    if order.state == State.CANCELED:
        flash("The order is given up. Nothing was charged.", "info")
    return redirect(url_for("orders.show", public_id=public_id), 303)


def page(order: Order, **more: Any) -> str:
    """One order with everything that became of it. `more` is what an act on it had to say: `refusal`, `errors`, `typed`,
    `unsent`, `link`."""
    session, today = db(), clock.today()
    facts = {
        "order": order, "standing": standing(session, order), "refunds": refunds_of(session, order),
        "disputes": disputes_of(session, order), "waiting": waiting_request(session, order),
        "may_ask": may_ask(session, order, today), "has_access": has_access(session),
        "seats": seat_count(session, order), "gift": buyers.gift(session, order) if order.kind == Kind.GIFT else None,
        "last_day": refunds.last_day(day_of(order.paid_at)) if order.paid_at else None,
        "forgotten_on": refunds.forgotten_on(day_of(order.ended_at) if order.ended_at else today), "support_email": settings().support_email,
        "is_contested": any(is_contested(session, payment) for payment in order.payments),
    }  # fmt: skip
    words: dict[str, Any] = {"refusal": "", "errors": {}, "typed": {}, "unsent": "", "link": ""}
    return render_template("orders/show.html", **facts, **(words | more))
