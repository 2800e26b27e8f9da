"""`/admin`: the doorway."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.accounts.guards import require_staff
from saas.backoffice.views.disputes import disputes
from saas.kernel.tenancy import unscoped
from saas.library.editor.views import staff_library
from saas.library.pieces import queries as library
from saas.orders.admin import staff_orders
from saas.orders.queries import desk
from saas.plans.previews.editor_views import staff_preview
from saas.web.session import db, engine

backoffice = Blueprint("backoffice", __name__, url_prefix="/admin")
# A parent's check runs before everything nested below it.
backoffice.before_request(require_staff)
for _part in (staff_orders, disputes, staff_library, staff_preview):
    backoffice.register_blueprint(_part)


@backoffice.get("")
def home() -> ResponseReturnValue:
    with unscoped(engine(), "staff: how much waits in the shop") as session:
        waiting = desk.waiting(session)
    return render_template("backoffice/home.html", catalogue=library.load_catalogue(db()), waiting=waiting)
