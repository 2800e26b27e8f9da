"""`/dashboard` and its low day."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from saas.dashboard import rules
from saas.kernel import clock
from saas.plans.queries import latest
from saas.shop.guards import require_paid
from saas.web.session import db

dashboard = Blueprint("dashboard", __name__)
dashboard.before_request(require_paid)


@dashboard.get("/dashboard")
def show() -> ResponseReturnValue:
    plan = latest(db())
    if plan is None:
        return redirect(url_for("intake.index"), 303)
    today = clock.today()
    acts = rules.acts_for(plan.acts_on(today), today, is_gentle=plan.outline.gentle)
    ahead = plan.deadlines_from(today)
    return render_template("dashboard/show.html", plan=plan, outline=plan.outline, acts=acts, ahead=ahead, today=today)


@dashboard.get("/dashboard/low-day")
def low_day() -> ResponseReturnValue:
    """One small act, no numbers."""
    plan = latest(db())
    act = rules.gentle_act(plan.acts_on(clock.today())) if plan else None
    is_hard = plan is not None and any(step.is_note for step in plan.steps)
    return render_template("dashboard/low_day.html", plan=plan, act=act, is_hard=is_hard)
