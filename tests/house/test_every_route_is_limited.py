"""No route without a limit: the general one everywhere, a strict one where something can be guessed or costs much."""

from __future__ import annotations

import pytest
from flask_limiter.util import get_qualified_name
from sqlalchemy import create_engine

from saas.app import create_app
from saas.web import limits
from saas.web.limits import UNLIMITED_ENDPOINTS, limiter
from saas.web.logs import configure_logging
from tests.apps import make_settings
from tests.house.routes import NOT_OWNED, POST_ONLY_PUBLIC, PUBLIC, RULES

# What costs a good part of a second of a core, a call to Stripe or a letter, for whoever is signed in.
COSTLY = {
    "/checkout",
    "/checkout/return",
    "/gift",
    "/seats",
    "/intake/resume",
    "/intake/submission",
    "/plans",
    "/plans/<public_id>/acceptance",
    "/plans/<public_id>/steps/<int(max=999):position>/replacement",
    "/plan.pdf",
    "/orders/<public_id>/receipt.pdf",
    "/orders/<public_id>/gift-link",
    "/orders/<public_id>/seats",
    "/settings/export",
    "/settings/deletion",
    "/settings/password",
    "/verify",
    "/search",
    "/start/preview",
    "/shared/<path:path>.png",
    "/sign-in/link",
    "/claim/<token>",
    "/confirm/<token>",
    "/settings/address",
    "/settings/address/confirmation",
    "/calendar/<secret>.ics",
}
# Changes that are open to strangers, and nothing can be guessed by them.
HARMLESS = {
    "/sign-out": "it ends the session of whoever sends it",
    "/webhooks/stripe": "the signature is checked first",
}


def test_every_route_counts_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no request left, every one of them refuses, before it asks anything of a database that is not there."""
    monkeypatch.setattr(limits, "SOURCE_FACTOR", 0)
    app = create_app(
        make_settings().model_copy(update={"saas_env": "development"}), engine=create_engine("sqlite:////nowhere/x.db")
    )
    monkeypatch.setattr(limiter, "enabled", False)
    configure_logging(make_settings())  # what comes after is logged as in every test
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
    by_secret = {rule for rule in NOT_OWNED if not rule.startswith(("/admin", "/intake"))}
    open_to_strangers = {
        str(rule)
        for rule in RULES
        if "POST" in (rule.methods or ()) and str(rule) in {*PUBLIC, *POST_ONLY_PUBLIC, *by_secret}
    }
    assert (COSTLY | open_to_strangers) - strict == set(HARMLESS)
