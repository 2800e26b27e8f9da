"""The control API as a Flask blueprint: a table of paths."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from saas.sandbox.control import money, sessions, webhooks
from saas.sandbox.control import world as worlds
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.timers import NOBODY, run_due_timers
from saas.sandbox.wire import as_text
from saas.sandbox.world import World

TABLE: dict[str, Callable[..., Thing]] = {
    "GET /state": worlds.state,
    "POST /reset": worlds.reset,
    "POST /clock": worlds.push_clock,
    "GET /requests": worlds.requests,
    "DELETE /requests": worlds.forget_requests,
    "GET /faults": worlds.faults,
    "POST /faults": worlds.add_fault,
    "DELETE /faults": worlds.clear_faults,
    "POST /refunds": money.add_refund,
    "POST /refunds/<key>": money.move_refund,
    "POST /disputes": money.add_dispute,
    "POST /disputes/<key>": money.move_dispute,
    "POST /warnings": money.add_warning,
    "POST /payouts": money.add_payout,
    "POST /sessions/<key>/pay": sessions.pay_session,
    "POST /sessions/<key>/authenticate": sessions.answer_for_bank,
    "POST /sessions/<key>/debit": sessions.settle_debit_now,
    "POST /sessions/<key>/quantity": sessions.set_quantity_of,
    "POST /sessions/<key>/expire": sessions.expire_session,
    "POST /sessions/<key>/amount": sessions.change_amount,
    "GET /webhooks": webhooks.mode,
    "POST /webhooks": webhooks.set_mode,
    "POST /webhooks/release": webhooks.release_held,
    "POST /webhooks/settle": webhooks.settle,
    "POST /endpoints/<key>/secrets": webhooks.set_secrets,
    "GET /deliveries": webhooks.deliveries,
    "POST /events": webhooks.emit,
    "POST /events/<key>/resend": webhooks.resend_event,
}


def control_views(world: World) -> Blueprint:
    views = Blueprint("control", __name__, url_prefix="/_sandbox")
    for name, verb in TABLE.items():
        method, _, path = name.partition(" ")
        views.add_url_rule(path, endpoint=_label(name), methods=[method], view_func=_view(world, verb))
    return views


def _label(name: str) -> str:
    return name.replace("/", "_").replace(" ", "").replace("<", "").replace(">", "")


def _view(world: World, verb: Callable[..., Thing]) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        try:
            body = _body()
            with world.lock:
                run_due_timers(world)
                world.asking = NOBODY
                return _response(verb(world, body, **ids), 200)
        except ApiRefusal as refusal:
            return _response(refusal.body, refusal.status)

    return view


def _body() -> Thing:
    """The JSON body of a change, the query of a read."""
    if request.method == "GET":
        return request.args.to_dict()
    body = request.get_json(silent=True, force=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise ApiRefusal("The body of a control request is a JSON object.")
    return body


def _response(thing: Thing, status: int) -> Response:
    return Response(as_text(thing), status, content_type="application/json")
