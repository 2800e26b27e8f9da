"""`/admin/alerts`: what the program could not decide by itself."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.shop.alerts import actions
from saas.shop.alerts.queries import list_open_alerts
from saas.shop.context import current_staff_email
from saas.web.session import db

staff_alerts = Blueprint("alerts", __name__)


@staff_alerts.get("/alerts")
def index() -> ResponseReturnValue:
    return render_template("shop/alerts/index.html", alerts=list_open_alerts(db()))


@staff_alerts.post("/alerts/settlement")
def settle_alert() -> ResponseReturnValue:
    """Back to where the button was: the order's page, or the list."""
    alert = actions.settle_alert(db(), request.form.get("key", ""), by=current_staff_email())
    if request.form.get("from") == "order" and alert.order_public_id:
        return redirect(url_for("staff.orders.show", public_id=alert.order_public_id), 303)
    return redirect(url_for("staff.alerts.index"), 303)
