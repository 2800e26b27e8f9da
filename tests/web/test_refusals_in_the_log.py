"""Whoever tries to get round a protection stands in the log, and cannot write lines of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from saas.web.logs import configure_logging
from tests.apps import make_settings
from tests.people import CAL, Person


@pytest.fixture
def protected(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


def warnings(logs: list[structlog.typing.EventDict]) -> list[tuple[str, str, str]]:
    lines = [line for line in logs if line["log_level"] == "warning"]
    return [(line["event"], line.get("by", ""), line["endpoint"]) for line in lines]


@pytest.mark.any_database
def test_a_form_without_its_token_is_logged(protected: Flask) -> None:
    with capture_logs() as logs:
        protected.test_client().post("/sign-in", data={"email": "ann@example.com"})
    assert warnings(logs) == [("request refused", "forgery protection", "security.login")]
    assert "ann@example.com" not in str(logs)


@pytest.mark.any_database
def test_a_customer_at_the_staffs_pages_is_logged(as_: Callable[[Person], FlaskClient]) -> None:
    with capture_logs() as logs:
        as_(CAL).get("/admin/orders")
    assert warnings(logs) == [("access refused", "", "staff.orders.index")]


def test_what_is_logged_cannot_begin_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(make_settings(log_format="json"))
    structlog.get_logger().warning("x", detail='one\n{"event": "forged"}')
    configure_logging(make_settings())
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["detail"] == 'one\n{"event": "forged"}'


@pytest.mark.any_database
def test_trace_is_not_answered(client: FlaskClient) -> None:
    """It would hand cookies back as text."""
    assert {client.open(path, method="TRACE").status_code for path in ("/", "/sign-in", "/settings")} == {405}
