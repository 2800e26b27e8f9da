"""`/plan`: the plan of the account, and any plan it had by its address. Only for those who have paid."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.intake import queries as intake
from saas.intake.models import Submission
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.signals import SUBMITTED
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.library.pieces import queries as library
from saas.orders.guards import paid
from saas.plans import queries
from saas.plans.actions import compose_plan
from saas.plans.history import list_plans
from saas.plans.queries import latest
from saas.plans.saved_plan import KeptPlan
from saas.plans.steps.queries import newer_texts
from saas.web.session import db

plans = Blueprint("plans", __name__)
plans.before_request(paid)


@plans.get("/plan")
def show() -> ResponseReturnValue:
    plan = latest(db())
    if plan is None:
        return render_template("plans/none.html", submission=intake.latest_submission(db()))
    return _shown(plan)


@plans.get("/plan/history")
def history() -> ResponseReturnValue:
    return render_template("plans/history.html", plans=list_plans(db()))


@plans.post("/plans")
def create() -> ResponseReturnValue:
    """Build the plan of the latest submission, where that was interrupted."""
    submission = intake.latest_submission(db())
    if submission is None:
        return redirect("/intake", 303)
    _compose(submission)
    return redirect("/plan", 303)


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


def _on_submitted(_app: Flask, submission: Submission, **_rest: Any) -> None:
    _compose(submission)


def _compose(submission: Submission) -> None:
    compose_plan(db(), submission, library.load_catalogue(db()), load_facts(), questionnaire(), clock.today())


# Sent in, hence composed: the plan is there when the next page opens.
SUBMITTED.connect(_on_submitted)
