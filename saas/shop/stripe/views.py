"""`/webhooks/stripe`, the address where Stripe calls, and `/admin/events`: the inbox of events, each as it came and what
it did."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.accounts.events.actions import record_view
from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.shop.alerts.actions import record_alert
from saas.shop.context import current_settings
from saas.shop.stripe import inbox
from saas.shop.stripe.models import EventState
from saas.shop.stripe.queries import find_event, list_events
from saas.web.security import csrf
from saas.web.session import db, staff_engine

stripe_webhook = Blueprint("stripe_webhook", __name__)
staff_events = Blueprint("events", __name__)


@stripe_webhook.post("/webhooks/stripe")
@csrf.exempt
def receive_webhook() -> ResponseReturnValue:
    """The raw bytes are what was signed, so they are read before anything parses them."""
    payload = request.get_data(cache=False)
    config = current_settings()
    with unscoped(staff_engine(), "webhook: an event names a payment, not an account") as session:
        try:
            event = inbox.verify_event(payload, request.headers.get("Stripe-Signature", ""), config.webhook_secrets)
        except inbox.UnreadableEvent as refusal:
            record_alert(session, "webhook:unreadable", f"Stripe sends what this shop cannot read: {refusal.sentence}")
            raise
        mode, account_id = config.stripe_livemode, config.stripe_account_id
        outcome = inbox.receive_event(session, event, livemode=mode, account_id=account_id)
    return {"outcome": outcome}, 200


@staff_events.get("/events")
def index() -> ResponseReturnValue:
    find, state = request.args.get("find", "").strip(), request.args.get("state", "")
    events = list_events(db(), state=state, find=find)
    return render_template("shop/stripe/events.html", events=events, find=find, state=state, states=list(EventState))


@staff_events.get("/events/<event_id>")
def show(event_id: str) -> ResponseReturnValue:
    event = find_event(db(), event_id)
    if event is None:
        raise NotFound("There is no such event.")
    text = json.dumps(json.loads(event.body), indent=2, ensure_ascii=False)
    body = text.encode("utf-8", "replace").decode()  # half a character cannot be sent to a browser
    record_view(db(), "stripe_event_viewed", subject=event_id)
    can_replay = event.state in inbox.REPLAYABLE_STATES
    return render_template("shop/stripe/event.html", event=event, body=body, can_replay=can_replay)


@staff_events.post("/events/<event_id>/replay")
def replay_event(event_id: str) -> ResponseReturnValue:
    """Queue it; a worker applies it."""
    event_page = url_for("staff.events.show", event_id=event_id)
    try:
        inbox.replay_event(db(), event_id)
    except inbox.NotReplayable as refusal:
        refusal.next_label, refusal.next_href = "Back to the event", event_page
        raise
    return redirect(event_page, 303)
