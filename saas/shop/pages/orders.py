"""The account's orders, one order with everything that became of it, and canceling one that is not paid."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel import clock
from saas.kernel.clock import day_of
from saas.kernel.errors import Unavailable
from saas.shop.context import current_settings, get_own_order, stripe_client
from saas.shop.disputes.queries import is_under_dispute, list_order_disputes
from saas.shop.orders.models import Order
from saas.shop.orders.offer import Kind
from saas.shop.orders.queries import has_access
from saas.shop.orders.rules import OrderState
from saas.shop.pages.queries import list_order_summaries
from saas.shop.refunds.queries import find_refund_request, list_order_refunds, requestable_cents, sum_order_money
from saas.shop.refunds.rules import deletion_day, last_refund_day
from saas.shop.seats.queries import count_seats, find_gift_seat, list_claims
from saas.shop.stripe import checkout
from saas.web.limits import limiter
from saas.web.session import db

orders = Blueprint("orders", __name__)
orders.before_request(guards.require_sign_in)
# A moment's day in `clock.DEFAULT_ZONE`.
orders.add_app_template_filter(day_of, "calendar_day")
AWAY = "Stripe does not answer, so its page could not be closed. The order is as it was. Try again in a minute."


@orders.get("/orders")
def index() -> ResponseReturnValue:
    summaries, claims = list_order_summaries(db()), list_claims(db())
    return render_template("shop/orders/index.html", orders=summaries, claims=claims, deletion_day=deletion_day)


@orders.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    return render_order_page(get_own_order(public_id))


@orders.post("/orders/<public_id>/cancellation")
@limiter.limit("20 per minute")
def cancel_order(public_id: str) -> ResponseReturnValue:
    try:
        order = checkout.cancel_order(db(), stripe_client(), public_id)
    except checkout.PaymentProcessing as refusal:
        return render_order_page(get_own_order(public_id), refusal=refusal.sentence), 409
    except Unavailable:
        return render_order_page(get_own_order(public_id), refusal=AWAY), 503
    if order.state == OrderState.CANCELED:
        flash("The order is given up. Nothing was charged.", "info")
    return redirect(url_for("orders.show", public_id=public_id), 303)


def render_order_page(order: Order, **outcome: Any) -> str:
    """One order with everything that became of it. `outcome` is what a form on this page led to: `refusal`, `errors`,
    `typed`, `unsent`, `link`."""
    session, today = db(), clock.today()
    defaults: dict[str, Any] = {"refusal": "", "errors": {}, "typed": {}, "unsent": "", "link": ""}
    return render_template(
        "shop/orders/show.html",
        order=order,
        money=sum_order_money(session, order),
        refunds=list_order_refunds(session, order),
        disputes=list_order_disputes(session, order),
        refund_request=find_refund_request(session, order),
        requestable_cents=requestable_cents(session, order, today),
        has_access=has_access(session),
        seats=count_seats(session, order),
        gift=find_gift_seat(session, order) if order.kind == Kind.GIFT else None,
        last_refund_day=last_refund_day(day_of(order.paid_at)) if order.paid_at else None,
        deletion_day=deletion_day(day_of(order.ended_at) if order.ended_at else today),
        is_under_dispute=any(is_under_dispute(session, payment) for payment in order.payments),
        support_email=current_settings().support_email,
        **defaults | outcome,
    )
