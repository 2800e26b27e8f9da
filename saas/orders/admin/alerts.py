"""`/admin/alerts`: what the house could not decide by itself."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.orders.actions.alerting import settle_alert
from saas.orders.admin.room import author
from saas.orders.queries import desk
from saas.orders.queries.desk import alert
from saas.web.session import db

alerts = Blueprint("alerts", __name__)


@alerts.get("/alerts")
def index() -> ResponseReturnValue:
    return render_template("orders/admin/alerts.html", alerts=desk.alerts(db()))


@alerts.post("/alerts/settlement")
def settle() -> ResponseReturnValue:
    """Back to where the button was: the order's page, or the list."""
    held = alert(db(), request.form.get("key", ""))
    if held is None:
        raise NotFound("There is no such alert.")
    settle_alert(db(), held.id, author())
    if request.form.get("from") == "order" and held.order_public_id:
        return redirect(url_for("backoffice.staff_orders.orders.show", public_id=held.order_public_id), 303)
    return redirect(url_for("backoffice.staff_orders.alerts.index"), 303)
