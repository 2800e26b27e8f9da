"""Two Stripes to ask: the fake in memory, and the real gateway over real HTTP to the local one."""

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
from tests.fake_stripe import FakeStripe

Act = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class World:
    """A Stripe, and what a buyer, a bank and the network may do in it."""

    gateway: StripeClient
    pay: Act
    debit: Act
    bounce: Act
    expire: Act
    refund: Act
    stop: Callable[[], object]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    running = RunningSandbox(SandboxSettings()).start()
    yield running
    running.stop()


@pytest.fixture
def control(sandbox: RunningSandbox) -> Callable[..., Any]:
    def call(path: str, /, **body: object) -> Any:
        answer = requests.post(f"{sandbox.url}/_sandbox{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    call("/reset")
    return call


@pytest.fixture
def real(sandbox: RunningSandbox, control: Callable[..., Any]) -> World:
    gateway = over(sandbox.url)
    return World(
        gateway,
        pay=lambda key: (control(f"/sessions/{key}/pay"), control("/clock", advance=2)),
        debit=lambda key: control(f"/sessions/{key}/pay", account="000111111116"),
        bounce=lambda _key: control("/clock", advance=60),
        expire=lambda key: control(f"/sessions/{key}/expire"),
        refund=lambda key: requests.post(
            f"{sandbox.url}/v1/refunds",
            {"payment_intent": gateway.retrieve_checkout(key).payment_intent_id},
            auth=("sk_test_sandbox", ""),
            timeout=10,
        ).raise_for_status(),
        stop=lambda: control("/faults", method="*", path="/v1/*", kind="drop_before", times=2),
    )


@pytest.fixture
def fake() -> World:
    stripe = FakeStripe()
    return World(
        stripe,
        stripe.pays,
        stripe.starts_a_bank_debit,
        stripe.fails,
        stripe.expires,
        stripe.refunds,
        lambda: setattr(stripe, "is_down", True),
    )


@pytest.fixture(params=["fake", "real"])
def world(request: pytest.FixtureRequest) -> World:
    made = request.getfixturevalue(request.param)
    assert isinstance(made, World)
    return made


def over(url: str) -> SdkStripeClient:
    return SdkStripeClient(make_settings(stripe_api_base=url))


def wanted(**different: Any) -> dict[str, Any]:
    """What the shop sends."""
    price = {"currency": "usd", "unit_amount": 7900, "product_data": {"name": "A plan", "description": "For tests."}}
    marks = {"app": "careercanopy", "order_id": "order-1", "attempt": "key-1"}
    return {
        "mode": "payment", "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "http://shop.test/checkout/return?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/checkout", "client_reference_id": "order-1", "customer_email": "cal@example.com",
        "metadata": marks, "payment_intent_data": {"metadata": marks}, "adaptive_pricing": {"enabled": False},
        "expires_at": int(time.time()) + 3600, **different,
    }  # fmt: skip


def opened(world: World) -> str:
    return world.gateway.create_checkout(wanted(), "key-1").session_id
