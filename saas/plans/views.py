"""`/plan`: the plan of the account, and any plan it had by its address. Only for those who have paid."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake.questions.queries import current_questionnaire
from saas.intake.submissions.actions import submit_answers
from saas.intake.submissions.models import Submission
from saas.intake.submissions.queries import find_latest_submission
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.library.pieces import queries as library
from saas.plans import queries
from saas.plans.actions import compose_plan
from saas.plans.history import list_plans
from saas.plans.queries import latest
from saas.plans.saved_plan import KeptPlan
from saas.plans.steps.queries import newer_texts
from saas.shop.guards import require_paid
from saas.web.session import db

plans = Blueprint("plans", __name__)
plans.before_request(require_paid)


@plans.get("/plan")
def show() -> ResponseReturnValue:
    plan = latest(db())
    if plan is None:
        return render_template("plans/none.html", submission=find_latest_submission(db()))
    return _shown(plan)


@plans.get("/plan/history")
def history() -> ResponseReturnValue:
    return render_template("plans/history.html", plans=list_plans(db()))


@plans.post("/plans")
def create() -> ResponseReturnValue:
    """Build the plan of the latest submission, where that was interrupted."""
    submission = find_latest_submission(db())
    if submission is None:
        return redirect("/intake", 303)
    _compose(submission)
    return redirect("/plan", 303)


@plans.post("/intake/submission")
def submit() -> ResponseReturnValue:
    """Send the answers in and compose their plan, so that it is there when the next page opens."""
    _compose(submit_answers(db()))
    return redirect("/plan/changes", 303)


@plans.get("/plans/<public_id>")
def show_by_id(public_id: str) -> ResponseReturnValue:
    """The address of one plan. One that is not the current is read and not changed."""
    plan = queries.plan(db(), public_id)
    if plan is None:
        raise NotFound("There is no such plan.")
    return _shown(plan)


def _shown(plan: KeptPlan) -> str:
    newer = newer_texts(db(), plan.public_id, load_facts()) if plan.is_open else {}
    return render_template("plans/show.html", plan=plan, outline=plan.outline, newer=newer, today=clock.today())


def _compose(submission: Submission) -> None:
    compose_plan(
        db(), submission, library.load_catalogue(db()), load_facts(), current_questionnaire(db()), clock.today()
    )
