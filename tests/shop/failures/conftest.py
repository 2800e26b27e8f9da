"""The shop beside the local Stripe. Nothing is delivered by itself: a test sends each event, and runs the jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from saas.jobs import list_handlers
from saas.kernel import jobs
from saas.kernel.jobs import Handler
from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.settings import SANDBOX_KEY, Settings
from saas.shop.stripe.client import SdkStripeClient
from tests.apps import make_settings
from tests.local_stripe import signed
from tests.people import CAL, Person
from tests.shop.records import ShopRecords

LETTERS = ("send_letter", "tell_staff", "send_plan_letter")


@dataclass
class Shop:
    """Cal as a buyer, the sandbox's control API, and a worker that runs when a test says so."""

    app: Flask
    engine: Engine
    sandbox_url: str
    client: SdkStripeClient
    cal: FlaskClient
    records: ShopRecords
    handlers: dict[str, Handler]
    finished_jobs: set[str] = field(default_factory=set)

    def press_pay(self) -> TestResponse:
        return self.cal.post("/checkout")

    def open_checkout(self) -> str:
        """Cal presses Pay. Returns the id of the session that Stripe opened."""
        location = self.press_pay().location
        assert location is not None
        return str(location).rsplit("/", 1)[-1]

    def pay(self, **options: Any) -> str:
        """Cal pays at Stripe; no event has reached us. Returns the session's id."""
        session_id = self.open_checkout()
        self.control(f"sessions/{session_id}/pay", **options)
        return session_id

    def buy(self, **options: Any) -> str:
        """Cal pays, and every event is delivered and applied. Returns the session's id."""
        session_id = self.pay(**options)
        self.deliver_all()
        return session_id

    def control(self, path: str, /, **body: Any) -> dict[str, Any]:
        """Call the sandbox's control API."""
        answer = requests.post(f"{self.sandbox_url}/_sandbox/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def list_requests(self, method: str, path: str) -> list[dict[str, Any]]:
        """Every request that reached Stripe so far."""
        filters = {"method": method, "path": path}
        answer = requests.get(f"{self.sandbox_url}/_sandbox/requests", json=filters, timeout=10)
        return list(answer.json()["data"])

    def list_objects(self, path: str, **filters: Any) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.sandbox_url}/v1/{path}", params=filters, auth=(SANDBOX_KEY, ""), timeout=10)
        return list(answer.json()["data"])

    def create_object(self, path: str, **body: Any) -> dict[str, Any]:
        """Create something at Stripe without the shop."""
        answer = requests.post(f"{self.sandbox_url}/v1/{path}", data=body, auth=(SANDBOX_KEY, ""), timeout=10)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def newest_event(self, kind: str = "checkout.session.completed", **different: Any) -> dict[str, Any]:
        """Stripe's newest event of a kind, with `different` keys replaced."""
        return self.list_objects("events", type=kind, limit=1)[0] | different

    def post_event(self, event: dict[str, Any], **options: Any) -> TestResponse:
        return self.app.test_client().post("/webhooks/stripe", **signed(event, **options))

    def deliver(self, kind: str = "checkout.session.completed", **different: Any) -> dict[str, Any]:
        """Send the newest event of a kind and apply it. Returns the event."""
        event = self.newest_event(kind, **different)
        assert self.post_event(event).status_code == 200
        self.run_jobs()
        return event

    def deliver_all(self) -> None:
        """Send every event of Stripe's, oldest first, and apply them."""
        for event in reversed(self.list_objects("events", limit=100)):
            self.post_event(event)
        self.run_jobs()

    def run_jobs(self) -> None:
        """Run every waiting job once, oldest first, until none is left. One that raises waits on, and the error is raised."""
        while waiting := self._waiting():
            for job in waiting:
                for step in self.handlers[job.name].steps:
                    step(*job.input["args"])
                self.finished_jobs.add(job.workflow_id)

    def _waiting(self) -> list[Any]:
        waiting = jobs.engine_client(self.engine).list_workflows(status="ENQUEUED")
        return [job for job in waiting if job.name not in LETTERS and job.workflow_id not in self.finished_jobs]


@pytest.fixture(scope="session")
def running() -> Iterator[RunningSandbox]:
    sandbox = RunningSandbox(SandboxSettings(balance_delay=0)).start()
    yield sandbox
    sandbox.stop()


def sandbox_settings(running: RunningSandbox, **more: Any) -> Settings:
    return make_settings(stripe_api_base=running.url, refund_duplicates=True, **more)


@pytest.fixture
def shop(
    app: Flask,
    engine: Engine,
    running: RunningSandbox,
    as_: Callable[[Person], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Shop:
    requests.post(f"{running.url}/_sandbox/reset", json={}, timeout=10).raise_for_status()
    config = sandbox_settings(running)
    client = SdkStripeClient(config)
    monkeypatch.setitem(app.extensions, "stripe", client)
    monkeypatch.setattr("saas.shop.stripe.checkout.BUSY_PAUSE", 0.0)
    # The SDK's own second try would hide what is looked at here.
    monkeypatch.setattr("saas.shop.stripe.client.MAX_RETRIES", 0)
    handlers = {handler.job.name: handler for handler in list_handlers(config, engine, client)}
    return Shop(app, engine, running.url, client, as_(CAL), ShopRecords(engine, CAL), handlers)
