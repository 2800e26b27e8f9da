"""`saas` on the command line, against the database of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine, create_engine

from saas.cli import main
from saas.kernel import db
from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from tests.databases import Database

Command = Callable[..., Result]


@pytest.fixture
def local_stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    """A local Stripe that the command finds by its environment."""
    running = RunningSandbox(SandboxSettings(balance_delay=0)).start()
    monkeypatch.setenv("STRIPE_API_BASE", running.url)
    yield running
    running.stop()


@pytest.fixture
def saas(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`saas("staff", "grant", "a@example.com")`; `.output` is what was printed."""
    monkeypatch.setenv("SAAS_ENV", "test")
    for name, url in database.environment.items():
        monkeypatch.setenv(name, url)
    monkeypatch.setenv("OWNER_DATABASE_URL", database.owner_url)
    monkeypatch.setenv("BASE_URL", "http://shop.test")

    opened: list[Engine] = []

    def remember(*arguments: Any, **options: Any) -> Engine:
        opened.append(create_engine(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(db, "create_engine", remember)

    def run(*arguments: str, input: str | None = None) -> Result:
        result = CliRunner().invoke(main, list(arguments), input=input)
        # A command ends with its process; here its connections would outlive the file they are open to.
        while opened:
            opened.pop().dispose()
        return result

    return run
