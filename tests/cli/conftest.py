"""`saas` on the command line, against the database of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine

from saas.cli import content, library, main, money, people, running
from saas.kernel.db import open_engine
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
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("OWNER_DATABASE_URL", database.owner_url)
    monkeypatch.setenv("BASE_URL", "http://shop.test")

    opened: list[Engine] = []

    def remembered(url: str) -> Engine:
        opened.append(open_engine(url))
        return opened[-1]

    for module in (content, library, money, people, running):
        monkeypatch.setattr(module, "open_engine", remembered)

    def run(*arguments: str) -> Result:
        done = CliRunner().invoke(main, list(arguments))
        # A command ends with its process; here its connections would outlive the file they are open to.
        while opened:
            opened.pop().dispose()
        return done

    return run
