"""Every address with an id, asked by somebody it does not belong to; every address without one, asked by a stranger.

A new route fails here until `tests.house.routes` says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from saas.kernel.tenancy import Owned
from saas.models import Base
from tests.house.routes import NOT_OWNED, OWNED, PAID, POST_ONLY_PUBLIC, PUBLIC, RULES, SIGNED_IN, STAFF, path_of
from tests.people import ANN, BEA, CAL, SAM, account_of


def everything_of(session: Session, account_id: int) -> dict[str, list[Any]]:
    """All rows of an account, as they stand now."""
    session.rollback()
    kinds = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]
    return {kind.__name__: sorted(map(repr, _rows(session, kind, account_id))) for kind in kinds}


def _rows(session: Session, kind: Any, account_id: int) -> Iterator[Any]:
    columns = [getattr(kind, column.key) for column in inspect(kind).column_attrs]
    yield from session.execute(select(*columns).where(kind.account_id == account_id))


def test_every_rule_with_an_argument_says_whose_it_is() -> None:
    assert {str(rule) for rule in RULES if rule.arguments} == {*OWNED, *NOT_OWNED}


def test_every_rule_without_an_argument_says_who_may_pass() -> None:
    declared = {*PUBLIC, *POST_ONLY_PUBLIC, *SIGNED_IN, *PAID, *STAFF}
    assert {str(rule) for rule in RULES if not rule.arguments} == declared


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("rule", OWNED)
def test_what_belongs_to_ann_does_not_exist_for_bea(
    app: Flask, as_: Any, session: Session, rule: str, method: str
) -> None:
    ann_id = account_of(session, ANN)
    routes = [route for route in RULES if str(route) == rule]
    [path] = {path_of(app, route, OWNED[rule](session, ann_id)) for route in routes}
    before = everything_of(session, ann_id)
    allowed = {method for route in routes for method in route.methods or ()}
    assert as_(BEA).open(path, method=method).status_code == (404 if method in allowed else 405)
    assert everything_of(session, ann_id) == before


@pytest.mark.parametrize("rule", [rule for rule in OWNED if not rule.startswith("/admin")])
def test_ann_herself_finds_what_is_hers(app: Flask, as_: Any, session: Session, rule: str) -> None:
    """Or the test above would pass with any wrong id. 422: it is there, and asks for more than an empty form."""
    [route] = [route for route in RULES if str(route) == rule]
    path = path_of(app, route, OWNED[rule](session, account_of(session, ANN)))
    assert as_(ANN).open(path, method="GET" if "GET" in (route.methods or ()) else "POST").status_code in (
        200,
        303,
        422,
    )


def gets(paths: set[str]) -> list[str]:
    return sorted(str(rule) for rule in RULES if str(rule) in paths and "GET" in (rule.methods or ()))


@pytest.mark.parametrize("path", gets(PUBLIC))
def test_a_stranger_may_see(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 302, 303)
    assert "/sign-in" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("path", gets({*SIGNED_IN, *PAID, *STAFF}))
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (302, 303)
    assert answer.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("path", gets(PAID))
def test_whoever_has_not_paid_is_shown_the_offer(as_: Any, path: str) -> None:
    answer = as_(CAL).get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/checkout")


@pytest.mark.parametrize("path", gets(STAFF))
def test_the_staffs_pages_do_not_exist_for_customers(as_: Any, path: str) -> None:
    assert as_(BEA).get(path).status_code == 404


@pytest.mark.parametrize("path", gets(STAFF))
def test_staff_may_enter(as_: Any, path: str) -> None:
    assert as_(SAM).get(path).status_code == 200


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if "POST" in (rule.methods or ()) and not rule.arguments], ids=str
)
def test_no_change_is_open_to_a_stranger(client: FlaskClient, rule: Rule) -> None:
    """Or it is one that strangers make."""
    answer = client.post(str(rule))
    assert str(rule) in {*PUBLIC, *POST_ONLY_PUBLIC} or answer.headers.get("Location", "").startswith("/sign-in")
