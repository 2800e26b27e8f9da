"""`/plan.pdf`, `/plan.ics` and `/plan.json`: the current plan as a file."""

from __future__ import annotations

import json
from typing import cast

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.queries import get_account_public_id
from saas.accounts.guards import current_person
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.plans.exports.booklet import build_booklet
from saas.plans.exports.calendar import CalendarOwner, render_calendar
from saas.plans.exports.drawings.destinations import draw_destinations
from saas.plans.exports.drawings.runway import draw_runway
from saas.plans.exports.drawings.timeline import draw_timeline
from saas.plans.exports.json_export import export_json
from saas.plans.exports.pdf import render_booklet_pdf
from saas.plans.queries import find_current_plan
from saas.plans.saved_plan import SavedPlan
from saas.settings import Settings
from saas.shop.guards import require_paid
from saas.web.limits import limiter
from saas.web.session import db

plan_exports = Blueprint("plan_exports", __name__)
plan_exports.before_request(require_paid)
EXPORTS_HREF = "/plan#along"


@plan_exports.get("/plan.pdf")
@limiter.limit("20 per minute")
def export_pdf() -> ResponseReturnValue:
    today = clock.today()
    booklet = build_booklet(get_current_plan(db()), today, site_url())
    return _attachment(
        render_booklet_pdf(booklet, today, str(current_person().account_id)), "application/pdf", "careercanopy-plan.pdf"
    )


@plan_exports.get("/plan.ics")
@limiter.limit("20 per minute")
def export_calendar() -> ResponseReturnValue:
    calendar = render_plan_calendar(db(), get_current_plan(db()))
    return _attachment(calendar, "text/calendar; charset=utf-8", "careercanopy-plan.ics")


@plan_exports.get("/plan.json")
@limiter.limit("20 per minute")
def export_data() -> ResponseReturnValue:
    text = json.dumps(export_json(get_current_plan(db())), ensure_ascii=False, indent=2)
    return _attachment(text.encode(), "application/json; charset=utf-8", "careercanopy-plan.json")


def get_current_plan(session: Session) -> SavedPlan:
    """The account's plan; NotFound, with the way on, where there is none yet."""
    plan = find_current_plan(session)
    if plan is None:
        raise NotFound("There is no plan yet.", next_label="Go on with the questions", next_href="/intake")
    return plan


def render_plan_calendar(session: Session, plan: SavedPlan) -> bytes:
    """The calendar of the session's account, as of now."""
    owner = CalendarOwner(get_account_public_id(session), site_url())
    return render_calendar(plan, owner, clock.now(), clock.today())


def site_url() -> str:
    """Where the site is, without a slash at the end."""
    return cast(Settings, current_app.extensions["settings"]).base_url.rstrip("/")


def _attachment(body: bytes, content_type: str, filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(body, content_type=content_type, headers=headers)


# What the plan's pages draw.
plan_exports.add_app_template_global(draw_runway)
plan_exports.add_app_template_global(draw_timeline)
plan_exports.add_app_template_global(draw_destinations)
