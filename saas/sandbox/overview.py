"""The front page, `/`: the newest sessions, charges, disputes, codes, events and deliveries, with actions beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from saas.sandbox.errors import ApiError
from saas.sandbox.formatting import format_moment
from saas.sandbox.resources.disputes import CLOSED_STATUSES, close_dispute, open_dispute
from saas.sandbox.resources.refunds import create_refund
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import NO_REQUEST, run_due_timers
from saas.sandbox.webhooks.deliveries import resend_event

MAX_ROWS = 50
SECTIONS = {
    "sessions": "checkout.session",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "codes": "promotion_code",
    "events": "event",
    "deliveries": "delivery",
    "endpoints": "webhook_endpoint",
}
Action = Callable[[Sandbox, Json], object]


def overview_blueprint(sandbox: Sandbox) -> Blueprint:
    blueprint = Blueprint("overview", __name__)
    blueprint.add_app_template_filter(format_moment, "moment")

    @blueprint.get("/")
    def front() -> str:
        with sandbox.lock:
            run_due_timers(sandbox)
            return _render_front_page(sandbox)

    @blueprint.post("/events/<key>/resend")
    def send_again(key: str) -> Response | tuple[str, int]:
        return _act_and_return(sandbox, "event", key, resend_event)

    @blueprint.post("/charges/<key>/<action>")
    def act_on_charge(key: str, action: str) -> Response | tuple[str, int]:
        return _act_and_return(sandbox, "charge", key, CHARGE_ACTIONS.get(action) or abort(404))

    @blueprint.post("/disputes/<key>/<outcome>")
    def end_dispute(key: str, outcome: str) -> Response | tuple[str, int]:
        if outcome not in CLOSED_STATUSES:
            abort(404)
        return _act_and_return(
            sandbox, "dispute", key, lambda sandbox, dispute: close_dispute(sandbox, dispute, outcome)
        )

    return blueprint


def _render_front_page(sandbox: Sandbox, message: str = "") -> str:
    newest = {name: list(islice(sandbox.store.newest_first(kind), MAX_ROWS)) for name, kind in SECTIONS.items()}
    return render_template("overview.html", now=sandbox.clock.now(), message=message, closed=CLOSED_STATUSES, **newest)


def _act_and_return(sandbox: Sandbox, kind: str, key: str, action: Action) -> Response | tuple[str, int]:
    """Do it and return to the front page, or show there why not."""
    with sandbox.lock:
        sandbox.current_request = NO_REQUEST
        try:
            action(sandbox, sandbox.store.find(kind, key) or abort(404))
        except ApiError as error:
            return _render_front_page(sandbox, str(error)), error.status
    return redirect("/", 303)


def _refund_charge(sandbox: Sandbox, charge: Json) -> Json:
    """As in the dashboard, without metadata: all that is left, unless an amount in dollars was typed."""
    typed = request.form.get("amount", "").strip()
    params: Json = {"charge": charge["id"]}
    return create_refund(sandbox, params | {"amount": _parse_cents(typed)} if typed else params)


def _parse_cents(typed: str) -> int:
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", typed, re.ASCII):
        raise ApiError(f"{typed} is not an amount. Write it like 12.50.", param="amount")
    return round(float(typed) * 100)


CHARGE_ACTIONS: dict[str, Action] = {
    "refund": _refund_charge,
    "dispute": open_dispute,
    "inquiry": lambda sandbox, charge: open_dispute(sandbox, charge, reason="general", is_inquiry=True),
}
