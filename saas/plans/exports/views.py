"""`/plan.pdf`, `/plan.ics`, `/plan.json`, and the calendar's address: made, ended, and read by whoever has it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import cast

from flask import Blueprint, Response, current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.kernel.tenancy import account_session, unscoped
from saas.plans.exports import pdf
from saas.plans.exports.booklet.document import booklet
from saas.plans.exports.calendar import Owner, calendar
from saas.plans.exports.drawings.destinations import destinations
from saas.plans.exports.drawings.runway import runway
from saas.plans.exports.drawings.timeline import timeline
from saas.plans.exports.feeds import actions, queries
from saas.plans.exports.json_export import data
from saas.plans.queries import latest
from saas.plans.saved_plan import KeptPlan
from saas.settings import Settings
from saas.shop.guards import require_paid
from saas.shop.orders.queries import has_access
from saas.web.security import limiter
from saas.web.session import db, engine

copies = Blueprint("copies", __name__)
copies.before_request(require_paid)
feeds = Blueprint("feeds", __name__)
BACK = "/plan#along"


@copies.get("/plan.pdf")
@limiter.limit("20 per minute")
def as_booklet() -> ResponseReturnValue:
    today = clock.today()
    return _file(pdf.paper(booklet(_plan(), today, _house()), today), "application/pdf", "careercanopy-plan.pdf")


@copies.get("/plan.ics")
@limiter.limit("20 per minute")
def as_calendar() -> ResponseReturnValue:
    return _file(_calendar(_plan(), queries.name_of(db())), "text/calendar", "careercanopy-plan.ics")


@copies.get("/plan.json")
@limiter.limit("20 per minute")
def as_data() -> ResponseReturnValue:
    text = json.dumps(data(_plan()), ensure_ascii=False, indent=2)
    return _file(text.encode(), "application/json", "careercanopy-plan.json")


@copies.get("/plan/calendar")
def about_feed() -> ResponseReturnValue:
    """The address is shown once, in the answer that made it; asked for again, the plan says what can be done."""
    return redirect(BACK, 303)


@copies.post("/plan/calendar")
@limiter.limit("20 per hour")
def open_feed() -> ResponseReturnValue:
    _plan()
    address = f"{_house()}/calendar/{actions.open_feed(db())}.ics"
    return render_template("plans/calendar.html", address=address, subscription=f"webcal:{address.partition(':')[2]}")


@copies.post("/plan/calendar/revocation")
def end_feed() -> ResponseReturnValue:
    actions.end_feed(db())
    flash(
        "The calendar address has ended. What calendars read before may stay in them until you remove it there.", "info"
    )
    return redirect(BACK, 303)


@feeds.get("/calendar/<secret>.ics")
@limiter.limit("60 per minute")
def feed(secret: str) -> ResponseReturnValue:
    """For calendars, which do not sign in: the secret is the permission. Ended, unknown and refunded read the same."""
    with unscoped(engine(), "calendar: an address names a feed, not an account") as looking:
        account_id = queries.account_behind(looking, secret)
    if account_id is None:
        raise NotFound("There is no such calendar.")
    with account_session(engine(), account_id) as own:
        plan = latest(own) if has_access(own) else None
        if plan is None:
            raise NotFound("There is no such calendar.")
        return Response(_calendar(plan, queries.name_of(own)), content_type="text/calendar; charset=utf-8")


def _plan() -> KeptPlan:
    plan = latest(db())
    if plan is None:
        raise NotFound("There is no plan yet.", next_label="Go on with the questions", next_href="/intake")
    return plan


def _calendar(plan: KeptPlan, account: str) -> bytes:
    return calendar(plan, Owner(account, _house()), clock.now(), clock.today())


def _file(body: bytes, kind: str, name: str) -> Response:
    charset = "" if kind == "application/pdf" else "; charset=utf-8"
    return Response(
        body, content_type=f"{kind}{charset}", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _house() -> str:
    return cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")


def _calendar_since() -> datetime | None:
    """When this account's calendar address was made; None where there is none."""
    return queries.feed_since(db())


# For the templates: what the plan's pages draw, and whether a calendar reads the plan.
copies.add_app_template_global(runway, "runway_picture")
copies.add_app_template_global(timeline, "timeline_picture")
copies.add_app_template_global(destinations, "destinations_picture")
copies.add_app_template_global(_calendar_since, "calendar_since")
