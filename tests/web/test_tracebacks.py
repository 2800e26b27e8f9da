"""A traceback is shown to a developer's browser on the same machine, and to nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from saas import wsgi
from saas.app import create_app
from saas.kernel.db import sqlite_url
from saas.settings import load_settings
from saas.web.tracebacks import broken_app

SECRET = "what a variable holds"


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app of a developer, with a view that fails."""
    app = create_app(
        load_settings(saas_env="development", database_url=sqlite_url(tmp_path / "x.db"), instance_dir=tmp_path)
    )

    def fail() -> str:
        local = SECRET
        raise ZeroDivisionError(len(local))

    monkeypatch.setitem(app.view_functions, "healthz", fail)
    return app


def test_a_developer_sees_the_traceback(broken: Flask) -> None:
    answer = broken.test_client().get("/healthz", base_url="http://127.0.0.1:8000")
    assert (answer.status_code, answer.content_type) == (500, "text/plain; charset=utf-8")
    assert answer.text.startswith("ZeroDivisionError: ")
    assert "raise ZeroDivisionError" in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1:8000", "10.0.0.7"), ("localhost", "203.0.113.5"), ("127.0.0.1:8000", ""), ("", "127.0.0.1")],
)
def test_another_machine_sees_none(broken: Flask, host: str, address: str) -> None:
    answer = broken.test_client().get("/healthz", headers={"Host": host}, environ_base={"REMOTE_ADDR": address})
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize("environment", ["test", "production"])
def test_tests_and_production_show_none(broken: Flask, environment: str) -> None:
    settings = broken.extensions["settings"]
    broken.extensions["settings"] = settings.model_copy(update={"saas_env": environment})
    answer = broken.test_client().get("/healthz", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text


def failing_app(monkeypatch: pytest.MonkeyPatch) -> Any:
    def fail() -> None:
        raise SyntaxError("a half-written line")

    monkeypatch.setattr(wsgi, "_create_app", fail)
    return wsgi.load_app()


def test_an_app_that_cannot_be_created_shows_why_while_developing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUNICORN_RELOAD", "1")
    monkeypatch.setenv("SAAS_ENV", "development")
    answer = Client(failing_app(monkeypatch)).get(
        "/", base_url="http://localhost:8000", environ_base={"REMOTE_ADDR": "127.0.0.1"}
    )
    assert answer.status_code == 500
    assert "a half-written line" in answer.text


@pytest.mark.parametrize(("reload", "environment"), [("", "development"), ("1", "test")])
def test_elsewhere_an_app_that_cannot_be_created_ends_the_server(
    monkeypatch: pytest.MonkeyPatch, reload: str, environment: str
) -> None:
    monkeypatch.setenv("GUNICORN_RELOAD", reload)
    monkeypatch.setenv("SAAS_ENV", environment)
    with pytest.raises(SyntaxError):
        failing_app(monkeypatch)


def test_a_broken_app_shows_another_machine_nothing() -> None:
    client = Client(broken_app(SyntaxError("a half-written line")))
    answer = client.get("/", base_url="http://evil.example", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error\n")
