"""`/admin`: the doorway."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.accounts.guards import staff
from saas.library import queries as library
from saas.library.admin import staff_library
from saas.orders.admin import staff_orders
from saas.plans.admin import staff_preview
from saas.web.session import db

backoffice = Blueprint("backoffice", __name__, url_prefix="/admin")
# A parent's check runs before everything nested below it.
backoffice.before_request(staff)
backoffice.register_blueprint(staff_orders)
backoffice.register_blueprint(staff_library)
backoffice.register_blueprint(staff_preview)


@backoffice.get("")
def home() -> ResponseReturnValue:
    catalogue = library.catalogue(db())
    return render_template("backoffice/home.html", catalogue=catalogue)
