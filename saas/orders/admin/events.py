"""`/admin/events`: the inbox of Stripe's events, each as it came and what it did."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.orders.admin.room import AlreadyOver
from saas.orders.inbox import handling
from saas.orders.models.inbox import EventState, StripeEvent
from saas.orders.queries import desk
from saas.web.session import db

events = Blueprint("events", __name__)
AGAIN = (EventState.PARKED, EventState.SETTLED)


@events.get("/events")
def index() -> ResponseReturnValue:
    find, state = request.args.get("find", "").strip(), request.args.get("state", "")
    found = desk.inbox(db(), state=state, find=find)
    return render_template("orders/admin/events.html", events=found, find=find, state=state, states=list(EventState))


@events.get("/events/<event_id>")
def show(event_id: str) -> ResponseReturnValue:
    event = _event(event_id)
    body = json.dumps(json.loads(event.body), indent=2, ensure_ascii=False)
    return render_template("orders/admin/event.html", event=event, body=body, may_repeat=event.state in AGAIN)


@events.post("/events/<event_id>/replay")
def replay(event_id: str) -> ResponseReturnValue:
    """Queue it; a worker does it. What is waiting already, or never concerned us, is left alone."""
    here = url_for("backoffice.staff_orders.events.show", event_id=event_id)
    state = _event(event_id).state
    if state == EventState.RECEIVED:
        return redirect(here, 303)
    if state not in AGAIN:
        raise AlreadyOver(f"This event was {state}, so there is nothing to do again.",
                          next_label="Back to the event", next_href=here)  # fmt: skip
    handling.replay(db(), event_id)
    return redirect(here, 303)


def _event(event_id: str) -> StripeEvent:
    event = desk.event(db(), event_id)
    if event is None:
        raise NotFound("There is no such event.")
    return event
