"""`/plan/calendar`: the secret address of a calendar, created and revoked; and `/calendar/<secret>.ics`, read by calendars."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.accounts.calendar_feeds import actions, queries
from saas.kernel.errors import NotFound
from saas.kernel.tenancy import account_session, unscoped
from saas.plans.exports.views import EXPORTS_HREF, get_current_plan, render_plan_calendar, site_url
from saas.plans.queries import find_current_plan
from saas.shop.guards import require_paid
from saas.shop.orders.queries import has_access
from saas.web.limits import limiter
from saas.web.session import db, engine, staff_engine

calendar_feed_settings = Blueprint("calendar_feed_settings", __name__)
calendar_feed_settings.before_request(require_paid)
calendar_feeds = Blueprint("calendar_feeds", __name__)


@calendar_feed_settings.get("/plan/calendar")
def show() -> ResponseReturnValue:
    """The address is shown once, in the answer that made it; asked for again, the plan says what can be done."""
    return redirect(EXPORTS_HREF, 303)


@calendar_feed_settings.post("/plan/calendar")
@limiter.limit("20 per hour")
def create() -> ResponseReturnValue:
    get_current_plan(db())
    address = f"{site_url()}/calendar/{actions.create_feed(db())}.ics"
    subscription = f"webcal:{address.partition(':')[2]}"
    return render_template("plans/exports/calendar_feed.html", address=address, subscription=subscription)


@calendar_feed_settings.post("/plan/calendar/revocation")
def revoke() -> ResponseReturnValue:
    actions.revoke_feed(db())
    flash(
        "The calendar address has ended. What calendars read before may stay in them until you remove it there.", "info"
    )
    return redirect(EXPORTS_HREF, 303)


@calendar_feeds.get("/calendar/<secret>.ics")
@limiter.limit("60 per minute")
def read(secret: str) -> ResponseReturnValue:
    """For calendars, which do not sign in: the secret is the permission. Revoked, unknown and refunded read the same."""
    with unscoped(staff_engine(), "calendar: an address names a feed, not an account") as session:
        account_id = queries.find_feed_account(session, secret)
    if account_id is None:
        raise NotFound("There is no such calendar.")
    with account_session(engine(), account_id) as session:
        plan = find_current_plan(session) if has_access(session) else None
        if plan is None:
            raise NotFound("There is no such calendar.")
        return Response(render_plan_calendar(session, plan), content_type="text/calendar; charset=utf-8")


# Whether a calendar reads the plan, for the plan's page.
calendar_feed_settings.add_app_template_global(lambda: queries.find_feed_created_at(db()), "calendar_feed_created_at")
