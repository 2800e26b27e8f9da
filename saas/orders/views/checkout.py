"""The offer, the way to Stripe's page, and back."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel.errors import NotFound, Unavailable
from saas.orders.actions.giving import follow_order
from saas.orders.actions.paying import AlreadyPaid, start_checkout
from saas.orders.actions.settling import settle
from saas.orders.models.orders import Order
from saas.orders.queries import buyers
from saas.orders.queries.orders import has_access, open_order, unfinished_order
from saas.orders.rules.offer import Kind
from saas.orders.rules.states import State
from saas.orders.views.doors import extras, gateway, house_address, shop
from saas.web.security import limiter
from saas.web.session import db


@shop.get("/checkout")
def checkout() -> ResponseReturnValue:
    if has_access(db()):
        return redirect("/dashboard", 303)
    return render_template("orders/checkout.html", order=unfinished_order(db()), email=guards.current_person().email)


@shop.post("/checkout")
@limiter.limit("20 per minute")
def start() -> ResponseReturnValue:
    try:
        address = start_checkout(
            db(), gateway(), email=guards.current_person().email, base_url=house_address(), extras=extras()
        )
    except AlreadyPaid:
        return redirect("/dashboard", 303)
    except Unavailable:
        return render_template("orders/unavailable.html", order=open_order(db()), again=""), 503
    return redirect(address, 303)


@shop.get("/checkout/return")
@limiter.limit("30 per minute")
def come_back() -> ResponseReturnValue:
    """Back from Stripe. The address proves nothing; Stripe is asked, and the order must be this account's own."""
    session_id = request.args.get("session_id", "")
    if not session_id.startswith("cs_"):
        raise NotFound("There is no such payment.")
    try:
        order = settle(db(), gateway(), session_id)
    except Unavailable:
        kept = buyers.order_behind(db(), session_id)
        return render_template("orders/unavailable.html", order=kept, again=request.full_path), 503
    if order.state == State.PAID:
        return redirect(_onward(order), 303)
    return render_template("orders/waiting.html", order=order), 200


def _onward(order: Order) -> str:
    """To the questions with what one bought for oneself; to the order with what is to be given, ready to be given."""
    if order.kind == Kind.SELF:
        return "/intake"
    follow_order(db(), house_address(), order.public_id)
    return f"/orders/{order.public_id}"
