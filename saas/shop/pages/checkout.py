"""The offer, the way to Stripe's page, and back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel.errors import NotFound, Unavailable
from saas.shop.context import checkout_options, claim_links, site_url, stripe_client
from saas.shop.orders.models import Order
from saas.shop.orders.offer import Kind
from saas.shop.orders.queries import find_open_order, find_order_of_session, find_unfinished_order, has_access
from saas.shop.orders.rules import OrderState
from saas.shop.seats.actions import sync_seats
from saas.shop.stripe.checkout import AlreadyPaid, create_checkout
from saas.shop.stripe.sync import refresh_order
from saas.web.limits import limiter
from saas.web.session import db

checkout = Blueprint("checkout", __name__)
checkout.before_request(guards.require_sign_in)


@checkout.get("/checkout")
def show() -> ResponseReturnValue:
    if has_access(db()):
        return redirect("/dashboard", 303)
    return render_template(
        "shop/checkout/show.html", order=find_unfinished_order(db()), email=guards.current_person().email
    )


@checkout.post("/checkout")
@limiter.limit("20 per minute")
def create() -> ResponseReturnValue:
    email, options = guards.current_person().email, checkout_options()
    try:
        url = create_checkout(db(), stripe_client(), email=email, base_url=site_url(), options=options)
    except AlreadyPaid:
        return redirect("/dashboard", 303)
    except Unavailable:
        return render_template("shop/checkout/unavailable.html", order=find_open_order(db()), again=""), 503
    return redirect(url, 303)


@checkout.get("/checkout/return")
@limiter.limit("30 per minute")
def return_from_stripe() -> ResponseReturnValue:
    """The address proves nothing; Stripe is asked, and the order must be this account's own."""
    session_id = request.args.get("session_id", "")
    if not session_id.startswith("cs_"):
        raise NotFound("There is no such payment.")
    try:
        order = refresh_order(db(), stripe_client(), session_id)
    except Unavailable:
        order_or_none = find_order_of_session(db(), session_id)
        return render_template("shop/checkout/unavailable.html", order=order_or_none, again=request.full_path), 503
    if order.state == OrderState.PAID:
        return redirect(_next_page(order), 303)
    return render_template("shop/checkout/waiting.html", order=order), 200


def _next_page(order: Order) -> str:
    """The questions for a plan of one's own; the order's page for a gift or seats, with their links ready."""
    if order.kind == Kind.SELF:
        return "/intake"
    sync_seats(db(), claim_links(), order.public_id)
    return f"/orders/{order.public_id}"
