"""`/admin/reconciliation`: each day, our ledger beside Stripe's balance."""

from __future__ import annotations

import json

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.orders.queries.desk import reconciliations
from saas.web.session import db

reconciliation = Blueprint("reconciliation", __name__)


@reconciliation.get("/reconciliation")
def index() -> ResponseReturnValue:
    days = [(row, json.loads(row.report)) for row in reconciliations(db())]
    return render_template("orders/admin/reconciliation.html", days=days)
