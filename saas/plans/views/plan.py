"""`/plan`: the latest plan of the account. Only for those who have paid."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.facts.shapes import Facts
from saas.intake import queries as intake
from saas.intake.models import Submission
from saas.intake.rules import questionnaire
from saas.intake.signals import SUBMITTED
from saas.kernel import clock
from saas.kernel.errors import Missing
from saas.library import queries as library
from saas.orders.guards import paid
from saas.plans import actions, queries
from saas.web.session import db

plans = Blueprint("plans", __name__)
plans.before_request(paid)


@plans.get("/plan")
def show() -> ResponseReturnValue:
    plan = queries.latest(db())
    if plan is None:
        return render_template("plans/none.html", submission=intake.latest_submission(db()))
    return _shown(plan)


@plans.post("/plans")
def create() -> ResponseReturnValue:
    """Build the plan of the latest submission, where that was interrupted."""
    submission = intake.latest_submission(db())
    if submission is None:
        return redirect("/intake", 303)
    _compose(submission)
    return redirect("/plan", 303)


@plans.post("/plans/<public_id>/steps/<int(max=999):position>/completion")
def complete(public_id: str, position: int) -> ResponseReturnValue:
    is_done = request.form.get("done", "yes") == "yes"
    actions.tick(db(), public_id, position, is_done=is_done)
    back = "/dashboard" if request.form.get("from") == "dashboard" else f"/plan#step-{position}"
    return redirect(back, 303)


@plans.get("/plans/<public_id>")
def permanent(public_id: str) -> ResponseReturnValue:
    """An address of one plan; today it is the latest or nothing."""
    plan = queries.latest(db())
    if plan is None or plan.public_id != public_id:
        raise Missing("There is no such plan.")
    return _shown(plan)


@plans.post("/plans/<public_id>/steps/<int(max=999):position>/text")
def take_newer_text(public_id: str, position: int) -> ResponseReturnValue:
    actions.take_newer_text(db(), public_id, position, _facts())
    return redirect(f"/plan#step-{position}", 303)


def _shown(plan: queries.KeptPlan) -> str:
    newer = queries.newer_texts(db(), plan.public_id, _facts())
    return render_template("plans/show.html", plan=plan, outline=plan.outline, newer=newer, today=clock.today())


def _facts() -> Facts:
    return cast(Facts, current_app.extensions["facts"])


def _on_submitted(_app: Flask, submission: Submission, **_rest: Any) -> None:
    _compose(submission)


def _compose(submission: Submission) -> None:
    actions.compose_plan(db(), submission, library.catalogue(db()), _facts(), questionnaire(), clock.today())


# Sent in, hence composed: the plan is there when the next page opens.
SUBMITTED.connect(_on_submitted)
