"""The control API as a Flask blueprint: a table of paths."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from saas.sandbox.control.payments import (
    authenticate_buyer,
    change_amount,
    change_quantity,
    end_debit,
    expire_now,
    move_dispute,
    move_refund,
    open_dispute_now,
    pay_as_buyer,
    pay_out,
    refund_in_dashboard,
    warn_of_fraud,
)
from saas.sandbox.control.state import (
    add_fault,
    advance_clock,
    clear_faults,
    clear_requests,
    list_faults,
    list_requests,
    reset_sandbox,
    show_state,
)
from saas.sandbox.control.webhooks import (
    forge_event,
    list_deliveries,
    release_held,
    send_again,
    set_mode,
    set_secrets,
    show_mode,
    wait_until_sent,
)
from saas.sandbox.errors import ApiError
from saas.sandbox.formatting import to_json
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import NO_REQUEST, run_due_timers

CONTROLS: dict[str, Callable[..., Json]] = {
    "GET /state": show_state,
    "POST /reset": reset_sandbox,
    "POST /clock": advance_clock,
    "GET /requests": list_requests,
    "DELETE /requests": clear_requests,
    "GET /faults": list_faults,
    "POST /faults": add_fault,
    "DELETE /faults": clear_faults,
    "POST /refunds": refund_in_dashboard,
    "POST /refunds/<key>": move_refund,
    "POST /disputes": open_dispute_now,
    "POST /disputes/<key>": move_dispute,
    "POST /warnings": warn_of_fraud,
    "POST /payouts": pay_out,
    "POST /sessions/<key>/pay": pay_as_buyer,
    "POST /sessions/<key>/authenticate": authenticate_buyer,
    "POST /sessions/<key>/debit": end_debit,
    "POST /sessions/<key>/quantity": change_quantity,
    "POST /sessions/<key>/expire": expire_now,
    "POST /sessions/<key>/amount": change_amount,
    "GET /webhooks": show_mode,
    "POST /webhooks": set_mode,
    "POST /webhooks/release": release_held,
    "POST /webhooks/settle": wait_until_sent,
    "POST /endpoints/<key>/secrets": set_secrets,
    "GET /deliveries": list_deliveries,
    "POST /events": forge_event,
    "POST /events/<key>/resend": send_again,
}


def control_blueprint(sandbox: Sandbox) -> Blueprint:
    blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
    for name, control in CONTROLS.items():
        method, _, path = name.partition(" ")
        view = _make_view(sandbox, control)
        blueprint.add_url_rule(path, endpoint=_endpoint_name(name), methods=[method], view_func=view)
    return blueprint


def _endpoint_name(name: str) -> str:
    return name.replace("/", "_").replace(" ", "").replace("<", "").replace(">", "")


def _make_view(sandbox: Sandbox, control: Callable[..., Json]) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        try:
            body = _read_body()
            with sandbox.lock:
                run_due_timers(sandbox)
                sandbox.current_request = NO_REQUEST
                return _respond(control(sandbox, body, **ids), 200)
        except ApiError as error:
            return _respond(error.body, error.status)

    return view


def _read_body() -> Json:
    """The JSON body, or the query of a GET."""
    if request.method == "GET":
        return request.args.to_dict()
    body = request.get_json(silent=True, force=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise ApiError("The body of a control request is a JSON object.")
    return body


def _respond(obj: Json, status: int) -> Response:
    return Response(to_json(obj), status, content_type="application/json")
