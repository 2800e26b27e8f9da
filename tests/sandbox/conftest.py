"""One running sandbox for all tests here, emptied before each; a receiver of webhooks; the real SDK."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
import requests
import stripe
from jsonschema import Draft202012Validator

from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings

SECRET = "whsec_for_tests"
SHAPES = json.loads((Path(__file__).parent / "stripe_shapes.json").read_text())
Json = dict[str, Any]


class Receiver(BaseHTTPRequestHandler):
    """Keeps every request as (headers, body) and responds with what `answers` says next, 200 by default."""

    requests: ClassVar[list[tuple[Any, bytes]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append((self.headers, body))
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def webhook_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/webhooks/stripe"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def running(webhook_url: str) -> Iterator[RunningSandbox]:
    settings = SandboxSettings(webhook_url=webhook_url, webhook_secret=SECRET, delivery_timeout=0.5)
    sandbox = RunningSandbox(settings).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def url(running: RunningSandbox) -> str:
    assert requests.post(f"{running.url}/_sandbox/reset", timeout=5).status_code == 200
    Receiver.requests.clear()
    Receiver.answers.clear()
    return running.url


@pytest.fixture
def receiver() -> type[Receiver]:
    return Receiver


@pytest.fixture
def sdk(url: str) -> stripe.StripeClient:
    stripe.enable_telemetry = False
    return stripe.StripeClient("sk_test_sandbox", base_addresses={"api": url}, max_network_retries=0)


@pytest.fixture
def control(url: str) -> Callable[..., Json]:
    """control("/clock", advance=5) → the JSON answer; control("/requests", "GET", path="/v1/") reads."""

    def call(path: str, method: str = "POST", /, **body: Any) -> Json:
        given: Json = {"params": body} if method == "GET" else {"json": body}
        answer: Json = requests.request(method, f"{url}/_sandbox{path}", timeout=10, **given).json()
        return answer

    return call


@pytest.fixture
def api(url: str) -> Callable[..., requests.Response]:
    """A raw API request: ask("GET", "/v1/events", {"limit": 3})."""

    def call(method: str, path: str, form: Any = None, key: str | None = None, **headers: str) -> Any:
        sent = {"Authorization": "Bearer sk_test_sandbox"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if key:
            sent["Idempotency-Key"] = key
        given = {"params": form} if method == "GET" else {"data": form}
        return requests.request(method, url + path, headers=sent, timeout=5, **given)

    return call


def order(**changed: Any) -> Json:
    """What the shop sends to sell its one product."""
    product = {"name": "CareerCanopy plan", "description": "Yours for good."}
    price = {"currency": "usd", "unit_amount": 7900, "product_data": product}
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "http://shop.test/checkout/return?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/pricing",
        "client_reference_id": "order-1",
        "metadata": {"order_id": "order-1"},
        "payment_intent_data": {"description": "CareerCanopy plan", "metadata": {"order_id": "order-1"}},
        **changed,
    }


@pytest.fixture
def new_order() -> Callable[..., Json]:
    return order


@pytest.fixture
def session(sdk: stripe.StripeClient) -> Any:
    """An open session over $79.00."""
    return cast(Any, sdk.v1.checkout.sessions).create(order())


@pytest.fixture
def paid(session: Any, control: Callable[..., Json], sdk: stripe.StripeClient) -> Any:
    """A session paid with the good card, its charge booked."""
    control(f"/sessions/{session.id}/pay")
    control("/clock", advance=2)
    return sdk.v1.checkout.sessions.retrieve(session.id)


@pytest.fixture
def fits() -> Callable[[Json, str], None]:
    """fits(answer, "charge") fails unless the answer has the shape Stripe documents."""

    def check(obj: Json, shape: str) -> None:
        validator = Draft202012Validator({"$ref": f"#/$defs/{shape}", "$defs": SHAPES["$defs"]})
        problems = [f"{list(each.absolute_path)}: {each.message[:200]}" for each in _leaves(validator, obj)]
        assert not problems, problems[:5]

    return check


def _leaves(validator: Any, obj: Json) -> Iterator[Any]:
    """The innermost problems, which name the key at fault."""
    waiting = list(validator.iter_errors(obj))
    while waiting:
        problem = waiting.pop()
        if not problem.context:
            yield problem
        waiting.extend(problem.context or [])


@pytest.fixture
def event_types(sdk: stripe.StripeClient) -> Callable[[], list[str]]:
    """The types of all events so far, oldest first."""
    return lambda: [event.type for event in reversed(sdk.v1.events.list({"limit": 100}).data)]


@pytest.fixture
def arrived(control: Callable[..., Json]) -> Callable[[], list[Json]]:
    """Wait until the delivery threads are idle, then the bodies that arrived."""

    def bodies() -> list[Json]:
        assert control("/webhooks/settle")["settled"]
        return [json.loads(body) for _, body in Receiver.requests]

    return bodies


def wait_until(holds: Callable[[], bool], seconds: float = 3) -> None:
    """Fail unless something becomes true soon."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not become true in time"
        time.sleep(0.01)


@pytest.fixture
def soon() -> Callable[..., None]:
    return wait_until
