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
from saas.library import queries as library
from saas.orders.guards import paid
from saas.plans.actions.composing import compose_plan
from saas.plans.queries import reading
from saas.plans.queries.kept import KeptPlan
from saas.plans.queries.newer import newer_texts
from saas.plans.queries.reading import latest
from saas.web.session import db

plans = Blueprint("plans", __name__)
plans.before_request(paid)


@plans.get("/plan")
def show() -> ResponseReturnValue:
    plan = latest(db())
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


@plans.get("/plans/<public_id>")
def permanent(public_id: str) -> ResponseReturnValue:
    """The address of one plan. One that is not the current is read and not changed."""
    plan = reading.plan(db(), public_id)
    if plan is None:
        raise NotFound("There is no such plan.")
    return _shown(plan)


def _shown(plan: KeptPlan) -> str:
    newer = newer_texts(db(), plan.public_id, load_facts()) if plan.is_open else {}
    return render_template("plans/show.html", plan=plan, outline=plan.outline, newer=newer, today=clock.today())


def _on_submitted(_app: Flask, submission: Submission, **_rest: Any) -> None:
    _compose(submission)


def _compose(submission: Submission) -> None:
    compose_plan(db(), submission, library.catalogue(db()), load_facts(), questionnaire(), clock.today())


# Sent in, hence composed: the plan is there when the next page opens.
SUBMITTED.connect(_on_submitted)
