"""The shop beside the local Stripe. Nothing is delivered by itself: a test carries each letter, and lets the worker work."""

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
from saas.kernel.jobs import Handler, client
from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.settings import SANDBOX_KEY, Settings
from saas.shop.stripe.client import SdkStripeClient
from tests.apps import make_settings
from tests.local_stripe import signed
from tests.people import CAL, Person
from tests.shop.books import Books

LETTERS = ("send_letter", "tell_staff", "send_plan_letter")


@dataclass
class Shop:
    """Cal at the shop, Stripe, and a worker that works when it is told to."""

    app: Flask
    engine: Engine
    stripe: str
    gateway: SdkStripeClient
    cal: FlaskClient
    books: Books
    handlers: dict[str, Handler]
    done: set[str] = field(default_factory=set)

    def press(self) -> TestResponse:
        return self.cal.post("/checkout")

    def open(self) -> str:
        """Cal presses Pay: the session that Stripe opened."""
        location = self.press().location
        assert location is not None
        return str(location).rsplit("/", 1)[-1]

    def buys(self, **how: Any) -> str:
        """Cal pays; we have not heard of it."""
        page = self.open()
        self.tell(f"sessions/{page}/pay", **how)
        return page

    def bought(self, **how: Any) -> str:
        """Cal has paid, and we know everything that there is to know."""
        page = self.buys(**how)
        self.deliver_all()
        return page

    def tell(self, path: str, /, **body: Any) -> dict[str, Any]:
        """The control API."""
        answer = requests.post(f"{self.stripe}/_sandbox/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def asked(self, method: str, path: str) -> list[dict[str, Any]]:
        """What Stripe was asked so far."""
        told = requests.get(f"{self.stripe}/_sandbox/requests", json={"method": method, "path": path}, timeout=10)
        return list(told.json()["data"])

    def api(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.stripe}/v1/{path}", params=asked, auth=(SANDBOX_KEY, ""), timeout=10)
        return list(answer.json()["data"])

    def make(self, path: str, **body: Any) -> dict[str, Any]:
        """Something made at Stripe past the shop."""
        answer = requests.post(f"{self.stripe}/v1/{path}", data=body, auth=(SANDBOX_KEY, ""), timeout=10)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def event(self, kind: str = "checkout.session.completed", **different: Any) -> dict[str, Any]:
        """Stripe's newest event of a kind, changed on the way where told."""
        return self.api("events", type=kind, limit=1)[0] | different

    def carry(self, event: dict[str, Any], **how: Any) -> TestResponse:
        return self.app.test_client().post("/webhooks/stripe", **signed(event, **how))

    def deliver(self, kind: str = "checkout.session.completed", **different: Any) -> dict[str, Any]:
        """Carry an event and let the worker work; the event."""
        event = self.event(kind, **different)
        assert self.carry(event).status_code == 200
        self.work()
        return event

    def deliver_all(self) -> None:
        """Everything that Stripe has told, oldest first."""
        for event in reversed(self.api("events", limit=100)):
            self.carry(event)
        self.work()

    def work(self) -> None:
        """Every job that waits is done once, oldest first, until none is left; what it raises is raised, and it waits on."""
        while waiting := self._waiting():
            for job in waiting:
                for step in self.handlers[job.name].steps:
                    step(*job.input["args"])
                self.done.add(job.workflow_id)

    def _waiting(self) -> list[Any]:
        jobs = client(self.engine).list_workflows(status="ENQUEUED")
        return [job for job in jobs if job.name not in LETTERS and job.workflow_id not in self.done]


@pytest.fixture(scope="session")
def running() -> Iterator[RunningSandbox]:
    sandbox = RunningSandbox(SandboxSettings(balance_delay=0)).start()
    yield sandbox
    sandbox.stop()


def here(running: RunningSandbox, **more: Any) -> Settings:
    return make_settings(stripe_api_base=running.url, refund_duplicates=True, **more)


@pytest.fixture
def shop(
    app: Flask, engine: Engine, running: RunningSandbox, as_: Callable[[Person], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Shop:  # fmt: skip
    requests.post(f"{running.url}/_sandbox/reset", json={}, timeout=10).raise_for_status()
    config = here(running)
    gateway = SdkStripeClient(config)
    monkeypatch.setitem(app.extensions, "stripe", gateway)
    monkeypatch.setattr("saas.shop.stripe.checkout.BUSY_PAUSE", 0.0)
    # The SDK's own second try would hide what is looked at here.
    monkeypatch.setattr("saas.shop.stripe.client.MAX_RETRIES", 0)
    handlers = {handler.job.name: handler for handler in list_handlers(config, engine, gateway)}
    return Shop(app, engine, running.url, gateway, as_(CAL), Books(engine, CAL), handlers)
