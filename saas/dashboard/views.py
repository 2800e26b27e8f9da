"""`/dashboard`: today’s acts, the next dates, the runway; and its low day."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from saas.dashboard.rules import choose_acts, find_gentle_act
from saas.kernel import clock
from saas.plans.queries import find_current_plan
from saas.shop.guards import require_paid
from saas.web.session import db

dashboard = Blueprint("dashboard", __name__)
dashboard.before_request(require_paid)


@dashboard.get("/dashboard")
def show() -> ResponseReturnValue:
    plan = find_current_plan(db())
    if plan is None:
        return redirect(url_for("intake.index"), 303)
    today = clock.today()
    acts = choose_acts(plan.acts_on(today), today, is_gentle=plan.outline.gentle)
    return render_template(
        "dashboard/show.html",
        plan=plan,
        outline=plan.outline,
        acts=acts,
        deadlines=plan.upcoming_deadlines(today),
        today=today,
    )


@dashboard.get("/dashboard/low-day")
def low_day() -> ResponseReturnValue:
    """One small act, no numbers."""
    plan = find_current_plan(db())
    act = find_gentle_act(plan.acts_on(clock.today())) if plan else None
    is_hard = plan is not None and any(step.is_note for step in plan.steps)
    return render_template("dashboard/low_day.html", plan=plan, act=act, is_hard=is_hard)
