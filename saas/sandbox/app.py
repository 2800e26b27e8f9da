"""The sandbox as a Flask application: wiring only."""

from __future__ import annotations

from flask import Flask, Response

from saas.sandbox.api.views import api_views
from saas.sandbox.control.views import control_views
from saas.sandbox.hosted.changes import change_views
from saas.sandbox.hosted.views import hosted_views
from saas.sandbox.overview.views import overview_views
from saas.sandbox.seed import seed
from saas.sandbox.settings import SandboxSettings
from saas.sandbox.webhooks.courier import Couriers
from saas.sandbox.world import World

Answered = tuple[dict[str, dict[str, str]], int]


def create_sandbox(settings: SandboxSettings) -> Flask:
    """A sandbox with its own world. Its couriers are in `app.extensions["couriers"]`, not yet started."""
    world = World(settings)
    seed(world)
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.extensions["world"] = world
    app.extensions["couriers"] = Couriers(world)
    for views in (api_views, hosted_views, change_views, control_views, overview_views):
        app.register_blueprint(views(world))
    app.after_request(_forbid_foreign_content)
    app.register_error_handler(500, _broken)
    return app


def _forbid_foreign_content(response: Response) -> Response:
    # No form-action here: browsers hold it against the redirect back to the shop as well.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; img-src 'self'"
    response.headers["Cache-Control"] = "no-store"
    return response


def _broken(problem: Exception) -> Answered:
    """A fault of the sandbox itself, in the shape clients know."""
    body = {"error": {"type": "api_error", "message": "The sandbox failed at this. Its log says why."}}
    return body, 500
