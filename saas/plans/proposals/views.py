"""`/plan/changes`: what a proposal would change, and accepting or refusing it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.plans.inputs import ground
from saas.plans.proposals import actions, queries
from saas.shop.guards import require_paid
from saas.web.session import db

proposals = Blueprint("proposals", __name__)
proposals.before_request(require_paid)

ACCEPTED = "The changed plan is your plan now. What you had ticked, noted, moved, snoozed and dropped came along."
REFUSED = "Your plan stays as it was. The answers you changed are saved."


@proposals.get("/plan/changes")
def show_changes() -> ResponseReturnValue:
    waiting = queries.changes(db(), ground())
    if waiting is None:
        return redirect("/plan", 303)
    kept = {step.slug: step for step in waiting.current.steps}
    return render_template("plans/changes.html", waiting=waiting, report=waiting.report, kept=kept, today=clock.today())


@proposals.post("/plans/<public_id>/acceptance")
def accept(public_id: str) -> ResponseReturnValue:
    return _redirect_to_plan(actions.accept(db(), public_id, ground()).state)


@proposals.post("/plans/<public_id>/refusal")
def refuse(public_id: str) -> ResponseReturnValue:
    return _redirect_to_plan(actions.refuse(db(), public_id).state)


def _redirect_to_plan(state: str) -> ResponseReturnValue:
    """With the state as it is now, whichever of two browsers settled the proposal first."""
    flash(ACCEPTED if state == "current" else REFUSED, "info")
    return redirect("/plan", 303)
