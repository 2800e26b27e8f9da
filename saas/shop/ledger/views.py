"""`/admin/reconciliation`: each day, our ledger beside Stripe's balance."""

from __future__ import annotations

import json

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.shop.ledger.queries import list_reconciliations
from saas.web.session import db

staff_reconciliation = Blueprint("reconciliation", __name__)


@staff_reconciliation.get("/reconciliation")
def index() -> ResponseReturnValue:
    days = [(row, json.loads(row.report)) for row in list_reconciliations(db())]
    return render_template("shop/ledger/reconciliation.html", days=days)
