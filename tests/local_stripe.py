"""Stripe for the tests: the local sandbox in this process, called by the shop's own client through the real SDK.

No socket and no thread: `InProcessHttp` passes each request of the SDK to the sandbox's API. What a buyer, a bank or
somebody at Stripe's dashboard does goes through the sandbox's control API. The sandbox is created with the first call,
so a test that never gets to Stripe pays nothing for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from email.utils import formatdate
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

import stripe as sdk

from saas.sandbox.api.dispatch import dispatch_request
from saas.sandbox.api.messages import ApiRequest
from saas.sandbox.api.parameters import parse_parameters
from saas.sandbox.control.views import CONTROLS
from saas.sandbox.errors import ApiError
from saas.sandbox.initial_state import write_initial_state
from saas.sandbox.settings import SandboxSettings
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json
from saas.sandbox.timers import NO_REQUEST, run_due_timers
from saas.settings import SANDBOX_WEBHOOK_SECRET, Settings, load_settings
from saas.shop.stripe.client import SdkStripeClient
from saas.shop.stripe.snapshots import CheckoutSnapshot, DisputeSnapshot

PAGES_URL = "https://checkout.test"
SUCCEEDING_ACCOUNT = "000123456789"
CREATE_SESSION = {"method": "POST", "path": "/v1/checkout/sessions"}
CREATE_REFUND = {"method": "POST", "path": "/v1/refunds"}
OVERWRITABLE = ("checkout.session", "payment_intent", "charge", "refund", "dispute", "balance_transaction")
REVIEWS = {"warning_under_review": "under_review"}  # the control API has one word for both
YEAR = 365 * 24 * 3600


class InProcessHttp(sdk.HTTPClient):
    """The SDK's HTTP client without HTTP: the sandbox responds at once, and a cut connection is an error at once."""

    name = "in-process"

    def __init__(self, local: LocalStripe) -> None:
        super().__init__()
        self._local = local

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_options: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        parts = urlsplit(url)
        lower_case = {name.lower(): value for name, value in (headers or {}).items()}
        api_request = ApiRequest(
            method.upper(), parts.path, lower_case, parts.query, str(post_data or ""), self._local.sandbox.base_url
        )
        response = dispatch_request(self._local.sandbox, api_request)
        if response.is_dropped:
            raise sdk.APIConnectionError("The connection was cut.", should_retry=True)
        response_headers = {name.lower(): value for name, value in response.headers.items()}
        response_headers["date"] = formatdate(time.time() - self._local.clock_skew_seconds, usegmt=True)
        return response.body, response.status, response_headers

    def close(self) -> None:
        """There is nothing to close."""


@cache
def _settings() -> Settings:
    return load_settings(saas_env="test", base_url="http://shop.test", stripe_api_base="http://127.0.0.1:1")


class LocalStripe(SdkStripeClient):
    """The shop's client over a sandbox of its own, with what others do there: `pay`, `open_dispute` …

    `clock_skew_seconds` is how far our clock is ahead of Stripe's.
    """

    def __init__(self) -> None:
        super().__init__(_settings())
        self.clock_skew_seconds = 0.0
        self._active_switches: set[str] = set()

    @cached_property
    def sandbox(self) -> Sandbox:
        # Balances are known at once, and a bank debit ends when a test says how.
        sandbox = Sandbox(SandboxSettings(public_url=PAGES_URL, balance_delay=0, bank_delay=YEAR))
        write_initial_state(sandbox)
        return sandbox

    @cached_property
    def _client(self) -> sdk.StripeClient:
        sdk.enable_telemetry = False
        return sdk.StripeClient(
            self._settings.stripe_secret_key.get_secret_value(),
            base_addresses={"api": self._settings.stripe_api_base},
            max_network_retries=0,  # waiting for a network that is not there gains nothing
            http_client=InProcessHttp(self),
        )

    def control(self, name: str, body: Mapping[str, Any] | None = None, key: str = "") -> Any:
        """The control API by the name in its table: `control("POST /sessions/<key>/pay", {"card": "…"}, session_id)`."""
        with self.sandbox.lock:
            run_due_timers(self.sandbox)
            self.sandbox.current_request = NO_REQUEST
            return CONTROLS[name](self.sandbox, dict(body or {}), *([key] if key else []))

    # Failures between Stripe and the shop

    @property
    def is_down(self) -> bool:
        """Nothing is answered and nothing is done."""
        return "is_down" in self._active_switches

    @is_down.setter
    def is_down(self, is_on: bool) -> None:
        self._switch("is_down", is_on, {"method": "*", "path": "/v1/*", "kind": "drop_before"})

    @property
    def loses_answers(self) -> bool:
        """Sessions and refunds are created, and the response is lost."""
        return "loses_answers" in self._active_switches

    @loses_answers.setter
    def loses_answers(self, is_on: bool) -> None:
        lost = {"kind": "drop_after"}
        self._switch("loses_answers", is_on, CREATE_SESSION | lost, CREATE_REFUND | lost)

    @property
    def refuses(self) -> bool:
        """Every new session and every refund is refused for good."""
        return "refuses" in self._active_switches

    @refuses.setter
    def refuses(self, is_on: bool) -> None:
        refused = {"kind": "status", "status": 400}
        code = {"code": "charge_already_refunded"}
        self._switch("refuses", is_on, CREATE_SESSION | refused, CREATE_REFUND | refused | code)

    def _switch(self, name: str, is_on: bool, *faults: Mapping[str, Any]) -> None:
        self._active_switches.discard(name)
        self.sandbox.faults[:] = [fault for fault in self.sandbox.faults if fault.get("switch") != name]
        if is_on:
            self._active_switches.add(name)
            for fault in faults:
                self.control("POST /faults", {**fault, "times": None, "switch": name})

    @contextmanager
    def _without_faults(self) -> Iterator[None]:
        """For reading what Stripe knows, whatever fails between Stripe and the shop."""
        faults, skew_seconds = list(self.sandbox.faults), self.skew_seconds
        self.sandbox.faults.clear()
        try:
            yield
        finally:
            self.sandbox.faults.extend(faults)
            self.skew_seconds = skew_seconds

    # What Stripe knows

    @property
    def sessions(self) -> Sessions:
        """Checkout sessions by id, oldest first, as the shop's client reads them."""
        return Sessions(self)

    @property
    def only_session(self) -> str:
        [session_id] = self.sessions
        return session_id

    @property
    def only_page(self) -> str:
        """The address of the only session's page."""
        return self.page_url(self.only_session)

    def page_url(self, session_id: str) -> str:
        return f"{PAGES_URL}/c/pay/{session_id}"

    @property
    def checkout_requests(self) -> list[Json]:
        """Requests for a session that Stripe acted on, oldest first: {"key", "parameters"}, typed as the API takes them."""
        return [
            {"key": entry["idempotency_key"], "parameters": _typed_parameters("POST /v1/checkout/sessions", entry)}
            for entry in self._requests_acted_on("/v1/checkout/sessions")
            if entry["path"] == "/v1/checkout/sessions"
        ]

    @property
    def evidence_requests(self) -> list[tuple[str, Json]]:
        """What was sent about disputes, oldest first: (dispute id, parameters)."""
        return [
            (entry["path"].rpartition("/")[2], _typed_parameters("POST /v1/disputes/{id}", entry))
            for entry in self._requests_acted_on("/v1/disputes/")
            if not entry["path"].endswith("/close")
        ]

    def _requests_acted_on(self, path: str) -> list[Json]:
        entries = self.control("GET /requests", {"method": "POST", "path": path})["data"]
        return [entry for entry in entries if entry["fault"] not in ("drop_before", "status")]

    def overwrite(self, stripe_id: str | None, **fields: Any) -> None:
        """From now on Stripe says so about an object, whatever could bring that about."""
        assert stripe_id
        objects = (self.sandbox.store.find(kind, stripe_id) for kind in OVERWRITABLE)
        obj = next(filter(None, objects))
        self.sandbox.save({**obj, **fields})

    def replace_session(self, session_id: str, new_id: str, **fields: Any) -> None:
        """Stripe has the session under another id, and with other values of some fields."""
        session = self.sandbox.store.get("checkout.session", session_id)
        self.sandbox.store.remove("checkout.session", session_id)
        self.sandbox.set_note(new_id, self.sandbox.get_note(session_id))
        self.sandbox.save({**session, "id": new_id, **fields})

    def forget(self, *session_ids: str) -> None:
        """Stripe never heard of these sessions, nor of what was paid in them."""
        store = self.sandbox.store
        for session_id in session_ids:
            intent_id = store.get("checkout.session", session_id)["payment_intent"]
            charge_ids = {charge["id"] for charge in store.list_all("charge") if charge["payment_intent"] == intent_id}
            for transaction in store.list_all("balance_transaction"):
                if transaction["source"] in charge_ids:
                    store.remove("balance_transaction", transaction["id"])
            for charge_id in charge_ids:
                store.remove("charge", charge_id)
            store.remove("checkout.session", session_id)

    def remember(self, other: LocalStripe) -> None:
        """Know everything that another Stripe knows now."""
        for kind, key, obj in other.sandbox.store.items():
            if kind != "timer":
                self.sandbox.store.put(kind, key, deepcopy(obj))

    # What buyers, banks and people at the dashboard do

    def pay(self, session_id: str = "", *, code: str = "", postal_code: str = "", **changes: Any) -> None:
        """The buyer pays, with what they type on the page. A bank debit that is processing succeeds.

        `changes` is what the session then says otherwise than the shop requested: quantity, unit_amount, currency,
        amount_total (with everything else as it was), livemode.
        """
        session_id = session_id or self.only_session
        if self._session(session_id)["status"] == "complete":
            self.control("POST /sessions/<key>/debit", {"answer": "complete"}, session_id)
            return
        quantity = changes.pop("quantity", None)
        if quantity:
            self.control("POST /sessions/<key>/quantity", {"quantity": quantity}, session_id)
        if changes:
            self.control("POST /sessions/<key>/amount", changes, session_id)
        typed = {"code": code, "postal_code": postal_code}
        self.control("POST /sessions/<key>/pay", {name: text for name, text in typed.items() if text}, session_id)

    def create_code(self, text: str, *, percent_off: int = 100) -> None:
        """A promotion code, created in the dashboard."""
        coupon = self._client.v1.coupons.create({"percent_off": percent_off})
        self._client.v1.promotion_codes.create({"code": text, "promotion": {"type": "coupon", "coupon": coupon.id}})

    def start_bank_debit(self, session_id: str = "") -> None:
        """The buyer pays by bank: the session is complete, and there is no money yet."""
        session_id = session_id or self.only_session
        self.control("POST /sessions/<key>/pay", {"account": SUCCEEDING_ACCOUNT}, session_id)

    def fail_bank_debit(self, session_id: str = "") -> None:
        session_id = session_id or self.only_session
        self.control("POST /sessions/<key>/debit", {"answer": "fail"}, session_id)

    def expire(self, session_id: str = "") -> None:
        session_id = session_id or self.only_session
        self.control("POST /sessions/<key>/expire", {}, session_id)

    def refund_in_dashboard(self, session_id: str = "", cents: int = 7900) -> None:
        session_id = session_id or self.only_session
        self.control("POST /refunds", {"payment_intent": self._session(session_id)["payment_intent"], "amount": cents})

    def fail_refund(self, session_id: str = "") -> None:
        """The bank sends the newest refund back."""
        session_id = session_id or self.only_session
        newest = self.sessions[session_id].refunds[0]
        self.control("POST /refunds/<key>", {"status": "failed"}, newest.stripe_id)

    def open_dispute(self, session_id: str = "", status: str = "needs_response") -> DisputeSnapshot:
        """The buyer's bank disputes the payment, or only inquires where `status` begins with warning_."""
        session_id = session_id or self.only_session
        is_inquiry = status.startswith("warning_")
        body = {"payment_intent": self._session(session_id)["payment_intent"], "inquiry": is_inquiry}
        dispute = self.control("POST /disputes", body)
        if status != dispute["status"]:
            self.move_dispute(dispute["id"], status)
        return next(each for each in self.sessions[session_id].disputes if each.stripe_id == dispute["id"])

    def move_dispute(self, dispute_id: str, status: str) -> None:
        """The bank decides: won, lost, under_review … What cannot come after the present status is only said."""
        try:
            self.control("POST /disputes/<key>", {"status": REVIEWS.get(status, status)}, dispute_id)
        except ApiError:
            self.overwrite(dispute_id, status=status)

    def make_event(
        self, event_type: str = "checkout.session.completed", session_id: str = "", **overrides: Any
    ) -> Json:
        """An event about a session, as Stripe would send it, whether or not anything caused it."""
        body = {"type": event_type, "object_id": session_id or self.only_session, "overrides": overrides}
        return dict(json.loads(json.dumps(self.control("POST /events", body))))

    def make_payment_event(self, session_id: str = "", event_type: str = "refund.created") -> Json:
        """An event about a refund or a dispute: it names its payment, never the session."""
        intent_id = self._session(session_id or self.only_session)["payment_intent"]
        refund = {"id": "re_1", "object": "refund", "payment_intent": intent_id, "metadata": {}}
        return dict(json.loads(json.dumps(self.control("POST /events", {"type": event_type, "object": refund}))))

    def _session(self, session_id: str) -> Json:
        return self.sandbox.store.get("checkout.session", session_id)


class Sessions(Mapping[str, CheckoutSnapshot]):
    """The sessions of a Stripe, each read by the shop's client with everything that became of it."""

    def __init__(self, local: LocalStripe) -> None:
        self._local = local

    def __getitem__(self, session_id: str) -> CheckoutSnapshot:
        with self._local._without_faults():
            return self._local.retrieve_checkout(session_id, with_all_changes=True)

    def __iter__(self) -> Iterator[str]:
        return iter([session["id"] for session in self._local.sandbox.store.list_all("checkout.session")])

    def __len__(self) -> int:
        return self._local.sandbox.store.count("checkout.session")


def _typed_parameters(endpoint: str, entry: Json) -> Json:
    return parse_parameters(endpoint, entry["params"].items())


def signed(
    event: Mapping[str, Any], secret: str = SANDBOX_WEBHOOK_SECRET, *, at: float | None = None
) -> dict[str, Any]:
    """`data` and `headers` of a webhook delivery, signed as Stripe signs."""
    return signed_text(json.dumps(event), secret, at=at)


def signed_text(payload: str, secret: str = SANDBOX_WEBHOOK_SECRET, *, at: float | None = None) -> dict[str, Any]:
    """The same for any text."""
    moment = int(at or time.time())
    signature = sdk.WebhookSignature._compute_signature(f"{moment}.{payload}", secret)
    headers = {"Stripe-Signature": f"t={moment},v1={signature}", "Content-Type": "application/json; charset=utf-8"}
    return {"data": payload, "headers": headers}
