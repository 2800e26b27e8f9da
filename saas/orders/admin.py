"""Staff pages of the shop: orders and what happened to each, and the inbox of Stripe's events. Reads only."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from saas.kernel.errors import Missing
from saas.kernel.tenancy import unscoped
from saas.orders import queries
from saas.web.session import engine

staff_orders = Blueprint("staff_orders", __name__)


@staff_orders.get("/orders")
def index() -> ResponseReturnValue:
    find = request.args.get("find", "").strip()
    with unscoped(engine(), "staff: orders of all accounts") as session:
        return render_template("orders/admin/index.html", orders=queries.latest(session, find=find), find=find)


@staff_orders.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    with unscoped(engine(), "staff: orders of all accounts") as session:
        order = queries.order(session, public_id)
        if order is None:
            raise Missing("There is no such order.")
        return render_template("orders/admin/show.html", order=order)


@staff_orders.get("/events")
def inbox() -> ResponseReturnValue:
    with unscoped(engine(), "staff: inbox of Stripe events") as session:
        return render_template("orders/admin/inbox.html", events=queries.inbox(session))
