"""The shop's pages: the offer, Stripe and back, orders, and the address where Stripe calls."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel.errors import Missing, Unavailable
from saas.kernel.tenancy import unscoped
from saas.orders import actions, inbox, queries
from saas.orders.gateway import Gateway
from saas.orders.rules import State
from saas.settings import Settings
from saas.web.security import csrf, limiter
from saas.web.session import db, engine

shop = Blueprint("orders", __name__)
shop.before_request(guards.signed_in)
door = Blueprint("stripe_door", __name__)


def _gateway() -> Gateway:
    return cast(Gateway, current_app.extensions["stripe"])


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


@shop.get("/checkout")
def checkout() -> ResponseReturnValue:
    if queries.has_access(db()):
        return redirect("/dashboard", 303)
    return render_template("orders/checkout.html", order=queries.unfinished_order(db()), email=guards.person().email)


@shop.post("/checkout")
@limiter.limit("20 per minute")
def start() -> ResponseReturnValue:
    try:
        base = _settings().base_url.rstrip("/")
        address = actions.start_checkout(db(), _gateway(), email=guards.person().email, base_url=base)
    except actions.AlreadyPaid:
        return redirect("/dashboard", 303)
    except Unavailable:
        return render_template("orders/unavailable.html", order=queries.open_order(db())), 503
    return redirect(address, 303)


@shop.get("/checkout/return")
@limiter.limit("30 per minute")
def come_back() -> ResponseReturnValue:
    """Back from Stripe. The address proves nothing; Stripe is asked, and the order must be this account's own."""
    session_id = request.args.get("session_id", "")
    if not session_id.startswith("cs_"):
        raise Missing("There is no such payment.")
    try:
        order = actions.settle(db(), _gateway(), session_id)
    except Unavailable:
        return render_template("orders/unavailable.html", order=queries.open_order(db())), 503
    if order.state == State.PAID:
        return redirect("/intake", 303)
    return render_template("orders/waiting.html", order=order), 200


@shop.get("/orders")
def index() -> ResponseReturnValue:
    return render_template("orders/index.html", orders=queries.orders(db()))


@shop.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    order = queries.order(db(), public_id)
    if order is None:
        raise Missing("There is no such order.")
    return render_template("orders/show.html", order=order, support_email=_settings().support_email)


@door.post("/webhooks/stripe")
@csrf.exempt
@limiter.exempt
def webhook() -> ResponseReturnValue:
    """The raw bytes are what was signed, so they are read before anything parses them."""
    payload = request.get_data(cache=False)
    with unscoped(engine(), "webhook: an event names a payment, not an account") as session:
        try:
            event = inbox.verified(payload, request.headers.get("Stripe-Signature", ""), _settings().webhook_secrets)
        except inbox.Unreadable as refusal:
            actions.alert(session, "webhook:unreadable", f"Stripe sends what this shop cannot read: {refusal.sentence}")
            raise
        config = _settings()
        outcome = inbox.receive(session, event, livemode=config.stripe_livemode, account_id=config.stripe_account_id)
    return {"outcome": outcome}, 200
