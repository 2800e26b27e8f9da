"""`/`: the newest sessions, charges, disputes, codes, events and deliveries, with small acts beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.dispute import CLOSED, close_dispute, open_dispute
from saas.sandbox.states.refund import refund
from saas.sandbox.store import Thing
from saas.sandbox.timers import NOBODY, run_due_timers
from saas.sandbox.webhooks.outbox import resend
from saas.sandbox.world import World

SHOWN = 50
KINDS = {
    "sessions": "checkout.session", "charges": "charge", "refunds": "refund", "disputes": "dispute",
    "codes": "promotion_code", "events": "event", "deliveries": "delivery", "endpoints": "webhook_endpoint",
}  # fmt: skip
Act = Callable[[World, Thing], object]


def overview_views(world: World) -> Blueprint:
    views = Blueprint("overview", __name__)
    views.add_app_template_filter(moment_text, "moment")

    @views.get("/")
    def front() -> str:
        with world.lock:
            run_due_timers(world)
            return _front(world)

    @views.post("/events/<key>/resend")
    def send_again(key: str) -> Response | tuple[str, int]:
        return _acted(world, "event", key, resend)

    @views.post("/charges/<key>/<act>")
    def act_on_charge(key: str, act: str) -> Response | tuple[str, int]:
        return _acted(world, "charge", key, ACTS_ON_CHARGES.get(act) or abort(404))

    @views.post("/disputes/<key>/<outcome>")
    def end_dispute(key: str, outcome: str) -> Response | tuple[str, int]:
        if outcome not in CLOSED:
            abort(404)
        return _acted(world, "dispute", key, lambda world, dispute: close_dispute(world, dispute, outcome))

    return views


def _front(world: World, message: str = "") -> str:
    newest = {name: list(islice(world.store.newest(kind), SHOWN)) for name, kind in KINDS.items()}
    return render_template("overview.html", now=world.clock.now(), message=message, closed=CLOSED, **newest)


def _acted(world: World, kind: str, key: str, act: Act) -> Response | tuple[str, int]:
    """Do it and go back to the front page, or say there why not."""
    with world.lock:
        world.asking = NOBODY
        try:
            act(world, world.store.find(kind, key) or abort(404))
        except ApiRefusal as refusal:
            return _front(world, str(refusal)), refusal.status
    return redirect("/", 303)


def _refund(world: World, charge: Thing) -> Thing:
    """As in the dashboard: all that is left unless an amount in dollars was typed; no metadata."""
    typed = request.form.get("amount", "").strip()
    asked: Thing = {"charge": charge["id"]}
    return refund(world, asked | {"amount": _cents(typed)} if typed else asked)


def _cents(typed: str) -> int:
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", typed, re.ASCII):
        raise ApiRefusal(f"{typed} is not an amount. Write it like 12.50.", param="amount")
    return round(float(typed) * 100)


ACTS_ON_CHARGES: dict[str, Act] = {
    "refund": _refund,
    "dispute": open_dispute,
    "inquiry": lambda world, charge: open_dispute(world, charge, reason="general", is_inquiry=True),
}


def moment_text(seconds: float) -> str:
    """Seconds since 1970 as a UTC time of day and date."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
