"""The API as a Flask blueprint: one route, because `api.dispatch` finds the endpoint itself."""

from __future__ import annotations

import socket
import time

from flask import Blueprint, Response, request

from saas.sandbox.api.dispatch import dispatch_request
from saas.sandbox.api.messages import ApiRequest, ApiResponse
from saas.sandbox.state import Sandbox

METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]


def api_blueprint(sandbox: Sandbox) -> Blueprint:
    blueprint = Blueprint("api", __name__)

    @blueprint.route("/v1/", defaults={"path": ""}, methods=METHODS)
    @blueprint.route("/v1/<path:path>", methods=METHODS)
    def api(path: str) -> Response:
        response = dispatch_request(sandbox, _read_request())
        time.sleep(response.wait)
        if response.is_dropped:
            _cut_connection()
        return _to_flask(response)

    return blueprint


def _read_request() -> ApiRequest:
    headers = {name.lower(): value for name, value in request.headers}
    body = request.get_data(as_text=True)
    base_url = request.host_url.rstrip("/")
    return ApiRequest(request.method, request.path, headers, request.query_string.decode(), body, base_url)


def _to_flask(response: ApiResponse) -> Response:
    return Response(response.body, response.status or 500, response.headers, content_type="application/json")


def _cut_connection() -> None:
    """Close the socket below the server, so that the client gets no response at all."""
    connection: socket.socket | None = request.environ.get("werkzeug.socket")
    if connection:
        connection.shutdown(socket.SHUT_RDWR)
