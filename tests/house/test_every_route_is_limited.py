"""No route without a limit: the general one everywhere, a strict one where something can be guessed or costs much."""

from __future__ import annotations

import pytest
from flask_limiter.util import get_qualified_name
from sqlalchemy import create_engine

from saas.app import create_app
from saas.web import limits
from saas.web.limits import UNLIMITED_ENDPOINTS, limiter
from tests.apps import make_settings
from tests.house.routes import RULES

# Changes that are open to strangers, and what costs seconds of a core or a call to Stripe.
STRICT = {
    "/sign-in",
    "/sign-up",
    "/reset",
    "/reset/<token>",
    "/sign-in/link/<secret>",
    "/settings/password",
    "/verify",
    "/search",
    "/start/<key>",
    "/claim/<token>",
    "/calendar/<secret>.ics",
    "/checkout",
    "/checkout/return",
    "/gift",
    "/seats",
    "/intake/resume",
    "/intake/submission",
    "/plans",
    "/plan.pdf",
    "/orders/<public_id>/receipt.pdf",
    "/orders/<public_id>/gift-link",
    "/orders/<public_id>/seats",
    "/settings/export",
    "/settings/deletion",
}


def test_every_route_counts_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no request left, every one of them refuses, before it asks anything of a database that is not there."""
    monkeypatch.setattr(limits, "SOURCE_FACTOR", 0)
    app = create_app(
        make_settings().model_copy(update={"saas_env": "development"}), engine=create_engine("sqlite:////nowhere/x.db")
    )
    monkeypatch.setattr(limiter, "enabled", False)
    client, adapter = app.test_client(), app.url_map.bind("shop.test")
    unlimited = set()
    for rule in RULES:
        values = {name: 1 if name == "position" else "x" for name in rule.arguments}
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        answer = client.open(adapter.build(rule.endpoint, values, method=method), method=method)
        if answer.status_code != 429:
            unlimited.add(rule.endpoint)
        else:
            assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert unlimited == set(UNLIMITED_ENDPOINTS)


def test_what_can_be_guessed_or_costs_much_is_counted_in_the_database() -> None:
    app = create_app(make_settings())
    strict = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if limiter.limit_manager.decorated_limits(get_qualified_name(app.view_functions[rule.endpoint]))
    }
    assert STRICT - strict == set()
