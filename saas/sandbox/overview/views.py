"""`/`: the newest sessions, events and deliveries."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response

from saas.sandbox.store import Thing
from saas.sandbox.timers import NOBODY, run_due_timers
from saas.sandbox.webhooks.outbox import resend
from saas.sandbox.world import World

SHOWN = 50


def overview_views(world: World) -> Blueprint:
    views = Blueprint("overview", __name__)
    views.add_app_template_filter(moment_text, "moment")

    @views.get("/")
    def front() -> str:
        with world.lock:
            run_due_timers(world)
            return render_template(
                "overview.html",
                now=world.clock.now(),
                sessions=_newest(world, "checkout.session"),
                events=_newest(world, "event"),
                deliveries=_newest(world, "delivery"),
                endpoints=_newest(world, "webhook_endpoint"),
            )

    @views.post("/events/<key>/resend")
    def send_again(key: str) -> Response:
        with world.lock:
            world.asking = NOBODY
            resend(world, world.store.find("event", key) or abort(404))
        return redirect("/", 303)

    return views


def _newest(world: World, kind: str) -> list[Thing]:
    return list(islice(world.store.newest(kind), SHOWN))


def moment_text(seconds: float) -> str:
    """Seconds since 1970 as a UTC time of day and date."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
