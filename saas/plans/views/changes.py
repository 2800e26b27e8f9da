"""`/plan/changes` and `/plan/history`: what a proposal would change, taking it or not, and the plans that went before."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.plans.actions import settling
from saas.plans.queries import changes as changes_
from saas.plans.queries import history as history_
from saas.plans.views.ground import ground
from saas.plans.views.plan import plans
from saas.web.session import db

TAKEN = "The changed plan is your plan now. What you had ticked, noted, moved, snoozed and dropped came along."
KEPT = "Your plan stays as it was. The answers you changed are saved."


@plans.get("/plan/changes")
def changes() -> ResponseReturnValue:
    waiting = changes_.changes(db(), ground())
    if waiting is None:
        return redirect("/plan", 303)
    kept = {step.slug: step for step in waiting.current.steps}
    return render_template("plans/changes.html", waiting=waiting, report=waiting.report, kept=kept, today=clock.today())


@plans.get("/plan/history")
def history() -> ResponseReturnValue:
    return render_template("plans/history.html", plans=history_.history(db()))


@plans.post("/plans/<public_id>/acceptance")
def accept(public_id: str) -> ResponseReturnValue:
    return _settled(settling.accept(db(), public_id, ground()).state)


@plans.post("/plans/<public_id>/refusal")
def refuse(public_id: str) -> ResponseReturnValue:
    return _settled(settling.refuse(db(), public_id).state)


def _settled(state: str) -> ResponseReturnValue:
    """Says what is, whichever of two browsers was first."""
    flash(TAKEN if state == "current" else KEPT, "info")
    return redirect("/plan", 303)
