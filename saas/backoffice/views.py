"""`/admin`: the doorway."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.accounts.guards import staff
from saas.library import queries as library
from saas.orders.admin import staff_orders
from saas.web.session import db

backoffice = Blueprint("backoffice", __name__, url_prefix="/admin")
# A parent's check runs before everything nested below it.
backoffice.before_request(staff)
backoffice.register_blueprint(staff_orders)


@backoffice.get("")
def home() -> ResponseReturnValue:
    catalogue = library.catalogue(db())
    return render_template("backoffice/home.html", catalogue=catalogue)
