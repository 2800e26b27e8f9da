"""One honest fake of the gateway's few methods, with levers. `tests/orders/test_fake_stripe.py` holds it against the sandbox."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import stripe as sdk

from saas.kernel.errors import Missing
from saas.orders.gateway import DOWN, OpenedCheckout, StripeRefused, StripeUnavailable
from saas.orders.rules import CheckoutSeen
from saas.settings import SANDBOX_WEBHOOK_SECRET

# Ids are unique over all fakes of a process, as Stripe's are over all shops.
NUMBERS = itertools.count(1)


class FakeStripe:
    """Stripe in memory. `is_down` answers nothing, `loses_answers` acts and then answers nothing, `refuses` says no."""

    livemode = False

    def __init__(self) -> None:
        self.sessions: dict[str, CheckoutSeen] = {}
        self.asked: list[dict[str, Any]] = []
        self.is_down = self.loses_answers = self.refuses = False
        self._one_at_a_time = threading.Lock()
        self._by_key: dict[str, tuple[str, str]] = {}
        self._events: dict[str, dict[str, Any]] = {}

    def open_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> OpenedCheckout:
        self._answer()
        body = json.dumps(parameters, sort_keys=True)
        if self.refuses:
            raise StripeRefused(DOWN)
        with self._one_at_a_time:
            if idempotency_key not in self._by_key:
                self._by_key[idempotency_key] = (body, self._open(parameters))
        sent, session_id = self._by_key[idempotency_key]
        if sent != body:
            raise StripeRefused(DOWN)
        self.asked.append({"key": idempotency_key, "parameters": dict(parameters), "session_id": session_id})
        if self.loses_answers:
            raise StripeUnavailable(DOWN)
        return OpenedCheckout(session_id, f"https://checkout.test/{session_id}")

    def read_checkout(self, session_id: str) -> CheckoutSeen:
        self._answer()
        if session_id not in self.sessions:
            raise Missing("Stripe knows no such payment.")
        return self.sessions[session_id]

    def read_event(self, event_id: str) -> dict[str, Any]:
        self._answer()
        return self._events[event_id]

    def charges_since(self, moment: int) -> list[dict[str, Any]]:
        self._answer()
        paid = [seen for seen in self.sessions.values() if seen.payment_status == "paid"]
        return [{"source": seen.charge_id, "amount": seen.amount_total} for seen in paid]

    # Levers

    @property
    def only_session(self) -> str:
        [session_id] = self.sessions
        return session_id

    def pays(self, session_id: str = "", **different: Any) -> CheckoutSeen:
        """The buyer pays; `different` is what Stripe then reports otherwise than ordered."""
        return self.reports(
            session_id, status="complete", payment_status="paid", payment_failed=False, **_money(), **different,
        )  # fmt: skip

    def starts_a_bank_debit(self, session_id: str = "") -> CheckoutSeen:
        return self.reports(session_id, status="complete", payment_status="unpaid", **_money())

    def refunds(self, session_id: str = "", cents: int = 7900) -> CheckoutSeen:
        """Staff give money back, in Stripe's dashboard."""
        return self.reports(session_id, amount_refunded=cents)

    def refund_event(self, session_id: str = "", kind: str = "refund.created") -> dict[str, Any]:
        """A refund's event names its payment, never the session."""
        seen = self.sessions[session_id or self.only_session]
        thing: dict[str, Any] = {
            "id": "re_1",
            "object": "refund",
            "payment_intent": seen.payment_intent_id,
            "metadata": {},
        }
        return self.event(kind, seen.session_id, data={"object": thing})

    def fails(self, session_id: str = "") -> CheckoutSeen:
        return self.reports(session_id, payment_failed=True)

    def expires(self, session_id: str = "") -> CheckoutSeen:
        return self.reports(session_id, status="expired")

    def reports(self, session_id: str, **different: Any) -> CheckoutSeen:
        """From now on Stripe says so about the session."""
        session_id = session_id or self.only_session
        self.sessions[session_id] = replace(self.sessions[session_id], **different)
        return self.sessions[session_id]

    def event(self, kind: str = "checkout.session.completed", session_id: str = "", **different: Any) -> dict[str, Any]:
        """An event about a session, as Stripe would send it."""
        seen = self.sessions[session_id or self.only_session]
        thing: dict[str, Any] = {
            "id": seen.session_id,
            "object": "checkout.session",
            "metadata": {"app": "careercanopy"},
        }
        event = {
            "id": f"evt_{next(NUMBERS)}", "object": "event", "type": kind, "livemode": False,
            "api_version": "2026-10-28.endive", "created": int(time.time()), "data": {"object": thing}, **different,
        }  # fmt: skip
        self._events[event["id"]] = event
        return event

    def _open(self, parameters: Mapping[str, Any]) -> str:
        session_id = f"cs_test_{next(NUMBERS)}"
        [item] = parameters["line_items"]
        amount = item["price_data"]["unit_amount"] * item["quantity"]
        self.sessions[session_id] = CheckoutSeen(
            session_id, "open", "unpaid", amount, amount, item["price_data"]["currency"], False,
            parameters["client_reference_id"], parameters["metadata"]["attempt"],
        )  # fmt: skip
        return session_id

    def _answer(self) -> None:
        if self.is_down:
            raise StripeUnavailable(DOWN)


def _money() -> dict[str, str]:
    number = next(NUMBERS)
    return {
        "payment_intent_id": f"pi_{number}",
        "charge_id": f"ch_{number}",
        "receipt_url": f"https://checkout.test/receipts/{number}",
    }


def signed(
    event: Mapping[str, Any], secret: str = SANDBOX_WEBHOOK_SECRET, *, at: float | None = None
) -> dict[str, Any]:
    """`data` and `headers` of a webhook delivery, signed as Stripe signs."""
    return signed_text(json.dumps(event), secret, at=at)


def signed_text(payload: str, secret: str = SANDBOX_WEBHOOK_SECRET, *, at: float | None = None) -> dict[str, Any]:
    """The same over any text."""
    moment = int(at or time.time())
    signature = sdk.WebhookSignature._compute_signature(f"{moment}.{payload}", secret)
    headers = {"Stripe-Signature": f"t={moment},v1={signature}", "Content-Type": "application/json; charset=utf-8"}
    return {"data": payload, "headers": headers}
