"""`/plan`: the plan of the account, and any plan it had by its address. Only for those who have paid."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake.submissions.actions import submit_answers
from saas.intake.submissions.queries import find_latest_submission
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.planner.steps.windows import PHASE_TITLES
from saas.plans.actions import compose_plan
from saas.plans.exports.formatting import KIND_TITLES, format_days_away, format_duration
from saas.plans.queries import find_current_plan, find_plan, list_plans, load_plan_inputs
from saas.plans.saved_plan import SavedPlan
from saas.plans.steps.queries import list_newer_texts
from saas.shop.guards import require_paid
from saas.web.limits import limiter
from saas.web.session import db

plans = Blueprint("plans", __name__)
plans.before_request(require_paid)


@plans.get("/plan")
def show() -> ResponseReturnValue:
    plan = find_current_plan(db())
    if plan is None:
        return render_template("plans/no_plan.html", submission=find_latest_submission(db()))
    return _render_plan(plan)


@plans.get("/plan/history")
def history() -> ResponseReturnValue:
    return render_template("plans/history.html", plans=list_plans(db()))


@plans.post("/plans")
@limiter.limit("20 per minute")
def create() -> ResponseReturnValue:
    """Compose the plan of the latest submission, where that was interrupted."""
    submission = find_latest_submission(db())
    if submission is None:
        return redirect("/intake", 303)
    compose_plan(db(), submission, load_plan_inputs(db()), clock.today())
    return redirect("/plan", 303)


@plans.post("/intake/submission")
@limiter.limit("20 per minute")
def submit() -> ResponseReturnValue:
    """Send the answers in and compose their plan, so that it is there when the next page opens."""
    compose_plan(db(), submit_answers(db()), load_plan_inputs(db()), clock.today())
    return redirect("/plan/changes", 303)


@plans.get("/plans/<public_id>")
def show_by_id(public_id: str) -> ResponseReturnValue:
    """The address of one plan. One that is not the current is read and not changed."""
    plan = find_plan(db(), public_id)
    if plan is None:
        raise NotFound("There is no such plan.")
    return _render_plan(plan)


def _render_plan(plan: SavedPlan) -> str:
    newer = list_newer_texts(db(), plan.public_id, load_facts()) if plan.is_current else {}
    return render_template("plans/show.html", plan=plan, outline=plan.outline, newer_texts=newer, today=clock.today())


# How the plan's pages and the dashboard write lengths of time, distances of days, kinds of steps and phases.
plans.add_app_template_filter(format_duration, "duration")
plans.add_app_template_filter(format_days_away, "days_away")
plans.add_app_template_filter(KIND_TITLES.__getitem__, "kind_title")
plans.add_app_template_filter(PHASE_TITLES.__getitem__, "phase_title")
