"""The calculator's page. It has no form handler: the browser computes with what is typed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.kernel import clock
from saas.web.page_cache import public_page

runway = Blueprint("runway", __name__)


@runway.get("/tools/runway")
@public_page
def show() -> ResponseReturnValue:
    facts = load_facts()
    return render_template("tools/runway.html", states=facts.states(), today=clock.today())
