"""The API as a Flask blueprint: one route, for `api.doorway` finds its own way."""

from __future__ import annotations

import socket
import time

from flask import Blueprint, Response, request

from saas.sandbox.api.ask import Answer, Ask
from saas.sandbox.api.doorway import answer
from saas.sandbox.world import World

METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]


def api_views(world: World) -> Blueprint:
    views = Blueprint("api", __name__)

    @views.route("/v1/", defaults={"path": ""}, methods=METHODS)
    @views.route("/v1/<path:path>", methods=METHODS)
    def api(path: str) -> Response:
        given = answer(world, _ask())
        time.sleep(given.wait)
        if given.is_dropped:
            _cut()
        return _response(given)

    return views


def _ask() -> Ask:
    headers = {name.lower(): value for name, value in request.headers}
    body = request.get_data(as_text=True)
    address = request.host_url.rstrip("/")
    return Ask(request.method, request.path, headers, request.query_string.decode(), body, address)


def _response(given: Answer) -> Response:
    return Response(given.body, given.status or 500, given.headers, content_type="application/json")


def _cut() -> None:
    """Close the connection under the server's feet, so that the client sees no reply at all."""
    link: socket.socket | None = request.environ.get("werkzeug.socket")
    if link:
        link.shutdown(socket.SHUT_RDWR)
