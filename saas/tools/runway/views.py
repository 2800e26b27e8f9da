"""The calculator's page. It takes no form: what is typed is worked out in the browser."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.facts.shapes import Facts
from saas.kernel import clock
from saas.web.page_cache import public_page

runway = Blueprint("runway", __name__)


@runway.get("/tools/runway")
@public_page
def show() -> ResponseReturnValue:
    facts = cast(Facts, current_app.extensions["facts"])
    return render_template("tools/runway.html", states=facts.states(), today=clock.today())
