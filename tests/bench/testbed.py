"""What a measurement runs against: a database with its people, and a local Stripe."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.request import Request, urlopen

import psutil
import structlog
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.app import create_app
from saas.kernel.db import transaction
from saas.kernel.tenancy import account_session, unscoped
from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.settings import SANDBOX_KEY, Settings, load_settings
from saas.shop.orders.queries import find_live_checkout
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.client import SdkStripeClient, StripeClient
from tests.bench.process_stats import tree_cpu_seconds
from tests.databases import ROW_SECURITY_KEY, Database, PostgresDatabase, SqliteDatabase, open_engines
from tests.local_stripe import LocalStripe
from tests.people import create_people

WEBHOOK_SECRET = "whsec_bench"
SECRET_KEY = "a secret of forty characters for the bench"
DATA_KEYS = "another secret of forty characters for the bench"
REASON = "tests: looking and arranging"


class DurablePostgres(PostgresDatabase):
    """The suite's PostgreSQL forgets on a crash, for speed; production's does not."""

    def build(self) -> None:
        super().build()
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute("postgres", f"ALTER SYSTEM RESET {name}")
        self._execute("postgres", "SELECT pg_reload_conf()")

    @property
    def process(self) -> psutil.Process:
        return psutil.Process(self._server.get_pid())


@dataclass
class Testbed:
    """Everything that runs."""

    folder: Path
    database: Database
    sandbox: RunningSandbox
    engine: Engine
    web_engine: Engine

    def env(self) -> dict[str, str]:
        """The environment of production, with this testbed's addresses."""
        return {
            "SAAS_ENV": "production", "SECRET_KEY": SECRET_KEY, "DATA_KEYS": DATA_KEYS, "PASSWORD_PEPPERS": SECRET_KEY, **self.database.environment,
            "BASE_URL": "https://shop.test", "STRIPE_SECRET_KEY": SANDBOX_KEY, "STRIPE_API_BASE": self.sandbox.url,
            "STRIPE_LIVEMODE": "false", "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET, "SMTP_URL": "smtp://127.0.0.1:9",
            "MAIL_SENDER": "hello@shop.test", "SUPPORT_EMAIL": "help@shop.test",
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "metrics"), "REQUESTS_PER_MINUTE": "10000000",
        }  # fmt: skip

    def settings(self) -> Settings:
        return load_settings(
            saas_env="test",
            secret_key=SECRET_KEY,
            database_url=self.database.app_url,
            staff_database_url=self.database.staff_url,
            worker_database_url=self.database.worker_url,
            row_security_key=ROW_SECURITY_KEY,
            stripe_api_base=self.sandbox.url,
        )

    def app(self, gateway: StripeClient) -> Flask:
        """The app in this process, for counting and profiling."""
        app = create_app(self.settings(), engine=self.web_engine, staff_engine=self.engine, stripe_client=gateway)
        app.config["WTF_CSRF_ENABLED"] = False
        # Lines are still written, as in production, and nobody reads them.
        structlog.configure(logger_factory=structlog.PrintLoggerFactory((self.folder / "here.log").open("a")))
        return app

    def database_cpu_seconds(self) -> float:
        return tree_cpu_seconds(self.database.process) if isinstance(self.database, DurablePostgres) else 0.0

    def sell_one_plan(self) -> None:
        """Somebody pays on Stripe's page, so that there are events of full size."""
        gateway = SdkStripeClient(self.settings())
        email, account_id = self._create_buyer()
        with account_session(self.engine, account_id) as session:
            create_checkout(session, gateway, email=email, base_url="https://shop.test")
            session_id = _session_id(session)
        self.request_sandbox(f"/_sandbox/sessions/{session_id}/pay", {})

    def find_charge_event(self) -> dict[str, Any]:
        """An event of full size that the shop only keeps."""
        events = self.request_sandbox("/v1/events?type=charge.succeeded&limit=1")["data"]
        return cast(dict[str, Any], events[0])

    def request_sandbox(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
        with urlopen(Request(f"{self.sandbox.url}{path}", data, headers), timeout=15) as answer:
            return cast(dict[str, Any], json.load(answer))

    def _create_buyer(self) -> tuple[str, int]:
        email = "buyer@example.com"
        with unscoped(self.engine, REASON) as session, transaction(session):
            person = Person(email=email, fs_uniquifier=email, account=Account(), roles=[])
            session.add(person)
            session.flush()
            return email, person.account_id


def _session_id(session: Session) -> str:
    checkout = find_live_checkout(session)
    assert checkout is not None
    assert checkout.session_id is not None
    return checkout.session_id


@contextmanager
def running_testbed(kind: str) -> Iterator[Testbed]:
    """A testbed on `sqlite` or `postgres`, torn down at the end."""
    with tempfile.TemporaryDirectory(prefix="careercanopy-bench-") as name:
        folder = Path(name)
        database: Database = DurablePostgres(folder) if kind == "postgres" else SqliteDatabase(folder)
        sandbox = RunningSandbox(SandboxSettings()).start()
        try:
            database.build()
            engines = open_engines(database)
            testbed = Testbed(folder, database, sandbox, engines["worker"], engines["web"])
            create_people(testbed.app(LocalStripe()))
            yield testbed
            for engine in engines.values():
                engine.dispose()
        finally:
            sandbox.stop()
            database.close()
