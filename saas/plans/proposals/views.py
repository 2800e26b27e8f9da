"""`/plan/changes`: what a proposal would change, and accepting or refusing it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.plans.proposals import actions
from saas.plans.proposals.queries import find_proposed_changes
from saas.plans.queries import load_plan_inputs
from saas.shop.guards import require_paid
from saas.web.limits import limiter
from saas.web.session import db

proposals = Blueprint("proposals", __name__)
proposals.before_request(require_paid)

ACCEPTED = "The changed plan is your plan now. What you had ticked, noted, moved, snoozed and dropped came along."
REFUSED = "Your plan stays as it was. The answers you changed are saved."


@proposals.get("/plan/changes")
def show_changes() -> ResponseReturnValue:
    changes = find_proposed_changes(db(), load_plan_inputs(db()))
    if changes is None:
        return redirect("/plan", 303)
    current_steps = {step.slug: step for step in changes.current.steps}
    return render_template(
        "plans/proposals/show_changes.html",
        proposal=changes.proposal,
        report=changes.report,
        current_steps=current_steps,
        today=clock.today(),
    )


@proposals.post("/plans/<public_id>/acceptance")
@limiter.limit("20 per minute")
def accept(public_id: str) -> ResponseReturnValue:
    return _redirect_to_plan(actions.accept_proposal(db(), public_id, load_plan_inputs(db())).state)


@proposals.post("/plans/<public_id>/refusal")
def refuse(public_id: str) -> ResponseReturnValue:
    return _redirect_to_plan(actions.refuse_proposal(db(), public_id).state)


def _redirect_to_plan(state: str) -> ResponseReturnValue:
    """With the state as it is now, whichever of two browsers settled the proposal first."""
    flash(ACCEPTED if state == "current" else REFUSED, "info")
    return redirect("/plan", 303)
