"""`/admin`: the doorway. One staff check stands before every page below it, and one of the role before every desk."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.accounts.events.views import staff_log
from saas.accounts.models import StaffRole
from saas.kernel.tenancy import unscoped
from saas.library.editor.views import staff_library
from saas.library.pieces import queries as library
from saas.plans.previews.editor_views import staff_preview
from saas.shop.alerts.views import staff_alerts
from saas.shop.discounts.views import staff_promotion_codes
from saas.shop.ledger.views import staff_reconciliation
from saas.shop.pages.queries import count_waiting
from saas.shop.pages.staff_orders import staff_orders
from saas.shop.refunds.views import staff_refund_requests
from saas.shop.stripe.views import staff_events
from saas.staff.disputes.views import staff_disputes
from saas.staff.letters.views import staff_letters
from saas.staff.members.views import staff_members
from saas.web.session import db, staff_engine

staff = Blueprint("staff", __name__, url_prefix="/admin")
# A parent's check runs before everything nested below it.
staff.before_request(guards.require_staff)
# The desks, by the role that works there. The owner works at all of them.
DESKS = {
    StaffRole.SUPPORT: (
        staff_orders,
        staff_refund_requests,
        staff_disputes,
        staff_events,
        staff_alerts,
        staff_letters,
        staff_reconciliation,
    ),
    StaffRole.EDITOR: (staff_library, staff_preview),
    StaffRole.OWNER: (staff_log, staff_members, staff_promotion_codes),
}
for _role, _blueprints in DESKS.items():
    for _blueprint in _blueprints:
        _blueprint.before_request(guards.require_role(_role))
        staff.register_blueprint(_blueprint)


@staff.get("")
def home() -> ResponseReturnValue:
    with unscoped(staff_engine(), "staff: how much waits in the shop") as session:
        waiting = count_waiting(session)
    return render_template("staff/home.html", catalogue=library.load_catalogue(db()), waiting=waiting)
