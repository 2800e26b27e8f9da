"""`/plans/<id>/steps/<position>`: one step, and everything that can be done with it. Each change is an address of its own."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.kernel.errors import NotFound, Refusal
from saas.plans.actions import steps
from saas.plans.actions.replacing import replace_step
from saas.plans.actions.steps import LONGEST_SNOOZE, MOST_NOTE, tick
from saas.plans.queries import reading
from saas.plans.queries.kept import KeptPlan
from saas.plans.views.ground import ground
from saas.plans.views.plan import plans
from saas.web.session import db

STEP = "/plans/<public_id>/steps/<int(max=999):position>"
NO_FAULTS = {"note": "", "phase": "", "snooze": ""}
TICKED_ON = {"dashboard": "/dashboard", "low-day": "/dashboard/low-day"}
SPANS = {"week": 7, "month": 30}


@plans.get(STEP)
def step(public_id: str, position: int) -> ResponseReturnValue:
    """What can be done with it. A step of a plan that is not the current one is only read, in its plan."""
    plan = reading.plan(db(), public_id)
    if plan is not None and not plan.is_open:
        return redirect(f"/plans/{public_id}#step-{position}", 303)
    return _page(plan, position)


@plans.post(f"{STEP}/completion")
def complete(public_id: str, position: int) -> ResponseReturnValue:
    tick(db(), public_id, position, is_done=request.form.get("done", "yes") == "yes")
    return _back(position)


@plans.post(f"{STEP}/text")
def take_newer_text(public_id: str, position: int) -> ResponseReturnValue:
    steps.take_newer_text(db(), public_id, position, load_facts())
    return _back(position)


@plans.post(f"{STEP}/note")
def note(public_id: str, position: int) -> ResponseReturnValue:
    text = request.form.get("note", "")
    try:
        steps.note(db(), public_id, position, text)
    except Refusal as refusal:
        return _refused(refusal, public_id, position, note=text)
    return _back(position)


@plans.post(f"{STEP}/phase")
def move(public_id: str, position: int) -> ResponseReturnValue:
    try:
        steps.move(db(), public_id, position, request.form.get("phase", ""))
    except Refusal as refusal:
        return _refused(refusal, public_id, position)
    return _back(position)


@plans.post(f"{STEP}/snooze")
def snooze(public_id: str, position: int) -> ResponseReturnValue:
    today = clock.today()
    try:
        steps.snooze(db(), public_id, position, _until(today), today)
    except Refusal as refusal:
        return _refused(refusal, public_id, position)
    return _back(position)


@plans.post(f"{STEP}/snooze/cancellation")
def wake(public_id: str, position: int) -> ResponseReturnValue:
    steps.wake(db(), public_id, position)
    return _back(position)


@plans.post(f"{STEP}/drop")
def drop(public_id: str, position: int) -> ResponseReturnValue:
    dropped = steps.drop(db(), public_id, position)
    flash(f"“{dropped.title}” is dropped. It stands under Dropped, and can be taken back there.", "info")
    return redirect("/plan#dropped", 303)


@plans.post(f"{STEP}/drop/cancellation")
def take_back(public_id: str, position: int) -> ResponseReturnValue:
    steps.take_back(db(), public_id, position)
    return _back(position)


@plans.post(f"{STEP}/replacement")
def replace(public_id: str, position: int) -> ResponseReturnValue:
    added = replace_step(db(), public_id, position, ground(), clock.today())
    flash(f"“{added.title}” came in its place. The other step stands under Dropped.", "info")
    return _back(added.position)


def _back(position: int) -> ResponseReturnValue:
    """Where it was ticked; a low day stays one."""
    return redirect(TICKED_ON.get(request.form.get("from", ""), f"/plan#step-{position}"), 303)


def _until(today: date) -> date:
    """The length of time that was pressed, or the day that was typed. Today, which is refused, where neither can be read."""
    days = SPANS.get(request.form.get("span", ""), 0)
    if days:
        return today + timedelta(days=days)
    try:
        return date.fromisoformat(request.form.get("until", "").strip())
    except ValueError:
        return today


def _refused(refusal: Refusal, public_id: str, position: int, note: str | None = None) -> ResponseReturnValue:
    """Beside the field, with what was typed. What does not exist stays what does not exist."""
    if isinstance(refusal, NotFound) or refusal.next_href:
        raise refusal
    faults = {**NO_FAULTS, request.path.rpartition("/")[2]: refusal.sentence}
    return _page(reading.plan(db(), public_id), position, faults, note), 422


def _page(plan: KeptPlan | None, position: int, faults: dict[str, str] | None = None, note: str | None = None) -> str:
    found = plan.step(position) if plan else None
    if plan is None or found is None:
        raise NotFound("There is no such step.")
    today = clock.today()
    return render_template(
        "plans/step.html", plan=plan, outline=plan.outline, step=found, note=found.note if note is None else note,
        faults=faults or NO_FAULTS, today=today, most=MOST_NOTE, first=today + timedelta(days=1), last=today + LONGEST_SNOOZE,
    )  # fmt: skip
