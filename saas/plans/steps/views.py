"""`/plans/<id>/steps/<position>`: one step, and everything that can be done with it. Each change is an address of its own."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.kernel.errors import NotFound, Refusal
from saas.plans.queries import find_plan, load_plan_inputs
from saas.plans.saved_plan import SavedPlan
from saas.plans.steps import actions
from saas.shop.guards import require_paid
from saas.web.limits import limiter
from saas.web.session import db

plan_steps = Blueprint("plan_steps", __name__)
plan_steps.before_request(require_paid)

STEP = "/plans/<public_id>/steps/<int(max=999):position>"
NO_PROBLEMS = {"note": "", "phase": "", "snooze": ""}
# Where a step’s box stands beside the plan itself; the form sends the key, and the answer leads back there.
COMPLETED_FROM = {"dashboard": "/dashboard", "low-day": "/dashboard/low-day"}
SNOOZE_DAYS = {"week": 7, "month": 30}


@plan_steps.get(STEP)
def show(public_id: str, position: int) -> ResponseReturnValue:
    """What can be done with it. A step of a plan that is not the current one is only read, in its plan."""
    plan = find_plan(db(), public_id)
    if plan is not None and not plan.is_current:
        return redirect(f"/plans/{public_id}#step-{position}", 303)
    return _render_step(plan, position)


@plan_steps.post(f"{STEP}/completion")
def set_completion(public_id: str, position: int) -> ResponseReturnValue:
    is_done = request.form.get("done", "yes") == "yes"
    actions.set_step_completion(db(), public_id, position, is_done=is_done)
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/text")
def use_newer_text(public_id: str, position: int) -> ResponseReturnValue:
    actions.use_newer_text(db(), public_id, position, load_facts())
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/note")
def save_note(public_id: str, position: int) -> ResponseReturnValue:
    text = request.form.get("note", "")
    try:
        actions.save_step_note(db(), public_id, position, text)
    except Refusal as refusal:
        return _render_refusal(refusal, public_id, position, note=text)
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/phase")
def set_phase(public_id: str, position: int) -> ResponseReturnValue:
    try:
        actions.set_step_phase(db(), public_id, position, request.form.get("phase", ""))
    except Refusal as refusal:
        return _render_refusal(refusal, public_id, position)
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/snooze")
def snooze(public_id: str, position: int) -> ResponseReturnValue:
    today = clock.today()
    try:
        actions.snooze_step(db(), public_id, position, _snooze_end(today), today)
    except Refusal as refusal:
        return _render_refusal(refusal, public_id, position)
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/snooze/cancellation")
def cancel_snooze(public_id: str, position: int) -> ResponseReturnValue:
    actions.cancel_step_snooze(db(), public_id, position)
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/drop")
def drop(public_id: str, position: int) -> ResponseReturnValue:
    dropped = actions.drop_step(db(), public_id, position)
    flash(f"“{dropped.title}” is dropped. It stands under Dropped, and can be taken back there.", "info")
    return redirect("/plan#dropped", 303)


@plan_steps.post(f"{STEP}/drop/cancellation")
def cancel_drop(public_id: str, position: int) -> ResponseReturnValue:
    actions.cancel_step_drop(db(), public_id, position)
    return _redirect_back(position)


@plan_steps.post(f"{STEP}/replacement")
@limiter.limit("20 per minute")
def replace(public_id: str, position: int) -> ResponseReturnValue:
    added = actions.replace_step(db(), public_id, position, load_plan_inputs(db()), clock.today())
    flash(f"“{added.title}” came in its place. The other step stands under Dropped.", "info")
    return _redirect_back(added.position)


def _redirect_back(position: int) -> ResponseReturnValue:
    """To the page the form was on; a low day stays one."""
    return redirect(COMPLETED_FROM.get(request.form.get("from", ""), f"/plan#step-{position}"), 303)


def _snooze_end(today: date) -> date:
    """The span that was pressed, or the day that was typed. Today, which is refused, where neither can be read."""
    days = SNOOZE_DAYS.get(request.form.get("span", ""), 0)
    if days:
        return today + timedelta(days=days)
    try:
        return date.fromisoformat(request.form.get("until", "").strip())
    except ValueError:
        return today


def _render_refusal(refusal: Refusal, public_id: str, position: int, note: str | None = None) -> ResponseReturnValue:
    """The refusal beside its field, with what was typed. A missing step stays a 404."""
    if isinstance(refusal, NotFound) or refusal.next_href:
        raise refusal
    problems = {**NO_PROBLEMS, request.path.rpartition("/")[2]: refusal.sentence}
    return _render_step(find_plan(db(), public_id), position, problems, note), 422


def _render_step(
    plan: SavedPlan | None, position: int, problems: dict[str, str] | None = None, note: str | None = None
) -> str:
    step = plan.find_step(position) if plan else None
    if plan is None or step is None:
        raise NotFound("There is no such step.")
    today = clock.today()
    return render_template(
        "plans/steps/show.html",
        plan=plan,
        outline=plan.outline,
        step=step,
        note=step.note if note is None else note,
        problems=problems or NO_PROBLEMS,
        today=today,
        note_max=actions.NOTE_MAX_CHARACTERS,
        snooze_first=today + timedelta(days=1),
        snooze_last=today + actions.LONGEST_SNOOZE,
    )
