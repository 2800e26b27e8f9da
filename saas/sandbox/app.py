"""The sandbox as a Flask application: wiring only."""

from __future__ import annotations

from flask import Flask, Response

from saas.sandbox.api.views import api_blueprint
from saas.sandbox.control.views import control_blueprint
from saas.sandbox.hosted.views import changes_blueprint, hosted_blueprint
from saas.sandbox.initial_state import write_initial_state
from saas.sandbox.overview import overview_blueprint
from saas.sandbox.settings import SandboxSettings
from saas.sandbox.state import Sandbox
from saas.sandbox.webhooks.sending import DeliveryThreads

ErrorResponse = tuple[dict[str, dict[str, str]], int]


def create_sandbox(settings: SandboxSettings) -> Flask:
    """A sandbox with a state of its own. `app.extensions["delivery_threads"]` are not started yet."""
    sandbox = Sandbox(settings)
    write_initial_state(sandbox)
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.extensions["sandbox"] = sandbox
    app.extensions["delivery_threads"] = DeliveryThreads(sandbox)
    for make_blueprint in (api_blueprint, hosted_blueprint, changes_blueprint, control_blueprint, overview_blueprint):
        app.register_blueprint(make_blueprint(sandbox))
    app.after_request(_set_security_headers)
    app.register_error_handler(500, _internal_error)
    return app


def _set_security_headers(response: Response) -> Response:
    # No form-action: browsers apply it to the redirect back to the shop as well.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; img-src 'self'"
    response.headers["Cache-Control"] = "no-store"
    return response


def _internal_error(_error: Exception) -> ErrorResponse:
    """A failure of the sandbox itself, in the shape that clients know."""
    body = {"error": {"type": "api_error", "message": "The sandbox failed at this. Its log says why."}}
    return body, 500
