"""The shop's client over the local sandbox: in this process, as other tests have it, and over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.shop.stripe.client import SdkStripeClient, StripeClient
from tests.apps import make_settings
from tests.local_stripe import LocalStripe


@dataclass(frozen=True, slots=True)
class Connection:
    """A client, and the control API of the sandbox behind it: `control("/sessions/<key>/pay", {…}, session_id)`."""

    client: StripeClient
    control: Callable[..., Any]

    def create_session(self) -> str:
        return self.client.create_checkout(checkout_parameters(), "key-1").session_id

    def pay(self, session_id: str, **body: str) -> None:
        self.control("/sessions/<key>/pay", body, session_id)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    running = RunningSandbox(SandboxSettings(balance_delay=0)).start()
    yield running
    running.stop()


@pytest.fixture
def over_http(sandbox: RunningSandbox) -> Connection:
    def control(path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        url = f"{sandbox.url}/_sandbox{path.replace('<key>', key)}"
        response = requests.post(url, json=body or {}, timeout=10)
        assert response.status_code == 200, response.text
        return response.json()

    control("/reset")
    return Connection(client_for(sandbox.url), control)


@pytest.fixture
def in_process() -> Connection:
    local = LocalStripe()
    return Connection(local, lambda path, body=None, key="": local.control(f"POST {path}", body, key))


@pytest.fixture(params=["in_process", "over_http"])
def connection(request: pytest.FixtureRequest) -> Connection:
    connection = request.getfixturevalue(request.param)
    assert isinstance(connection, Connection)
    return connection


def client_for(url: str) -> SdkStripeClient:
    return SdkStripeClient(make_settings(stripe_api_base=url))


def checkout_parameters(**changes: Any) -> dict[str, Any]:
    """What the shop sends."""
    price = {"currency": "usd", "unit_amount": 7900, "product_data": {"name": "A plan", "description": "For tests."}}
    metadata = {"app": "careercanopy", "order_id": "order-1", "attempt": "key-1"}
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "http://shop.test/checkout/return?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/checkout",
        "client_reference_id": "order-1",
        "customer_email": "cal@example.com",
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "adaptive_pricing": {"enabled": False},
        "expires_at": int(time.time()) + 3600,
        **changes,
    }
