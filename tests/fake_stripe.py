"""One honest fake of the gateway's few methods, with levers. `tests/orders/gateway` holds it against the sandbox."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import stripe as sdk

from saas.kernel.errors import NotFound
from saas.settings import SANDBOX_WEBHOOK_SECRET
from saas.shop.stripe.client import DOWN, StripeRefused, StripeUnavailable
from saas.shop.stripe.snapshots import (
    BalanceTransaction,
    CheckoutSnapshot,
    CreatedCheckout,
    DisputeSnapshot,
    NewPromotionCode,
    PromotionCode,
    RefundSnapshot,
)

# Ids are unique over all fakes of a process, as Stripe's are over all shops.
NUMBERS = itertools.count(1)


class FakeStripe:
    """Stripe in memory. `is_down` answers nothing, `loses_answers` acts and then answers nothing, `refuses` says no."""

    livemode = False
    skew_seconds = 0.0

    def __init__(self) -> None:
        self.sessions: dict[str, CheckoutSnapshot] = {}
        self.asked: list[dict[str, Any]] = []
        self.is_down = self.loses_answers = self.refuses = False
        self._one_at_a_time = threading.Lock()
        self._by_key: dict[str, tuple[str, str]] = {}
        self._events: dict[str, dict[str, Any]] = {}
        self._refunds: dict[str, RefundSnapshot] = {}
        self._codes: list[PromotionCode] = []
        self.evidence: list[tuple[str, dict[str, Any]]] = []

    def create_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> CreatedCheckout:
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
        return CreatedCheckout(session_id, f"https://checkout.test/{session_id}")

    def retrieve_checkout(self, session_id: str, *, with_all_changes: bool = False) -> CheckoutSnapshot:
        self._answer()
        if session_id not in self.sessions:
            raise NotFound("Stripe knows no such payment.")
        return self.sessions[session_id]

    def retrieve_event(self, event_id: str) -> dict[str, Any]:
        self._answer()
        return self._events[event_id]

    def expire_checkout(self, session_id: str) -> bool:
        self._answer()
        is_open = self.sessions[session_id].status == "open"
        if is_open:
            self.expires(session_id)
        return is_open

    def find_session_of_payment(self, payment_intent_id: str) -> str | None:
        self._answer()
        found = [one.session_id for one in self.sessions.values() if one.payment_intent_id == payment_intent_id]
        return found[0] if found and payment_intent_id else None

    def get_payment_intent_id(self, stripe_id: str) -> str:
        self._answer()
        found = [one.payment_intent_id for one in self.sessions.values() if stripe_id in _ids(one)]
        return found[0] or "" if found else ""

    def list_events_since(self, moment: int) -> list[dict[str, Any]]:
        self._answer()
        return [event for event in reversed(self._events.values()) if event["created"] >= moment]

    def create_refund(self, parameters: Mapping[str, Any], idempotency_key: str) -> RefundSnapshot:
        self._answer()
        if self.refuses:
            raise StripeRefused(DOWN, code="charge_already_refunded")
        [session_id] = [self.find_session_of_payment(parameters["payment_intent"])]
        if idempotency_key not in self._refunds:
            reference = parameters["metadata"]["refund_id"]
            self._refunds[idempotency_key] = self._refund(session_id or "", parameters["amount"], reference)
        if self.loses_answers:
            raise StripeUnavailable(DOWN)
        return self._refunds[idempotency_key]

    def list_balance_transactions(self, start: int, end: int) -> list[BalanceTransaction]:
        self._answer()
        every = [entry for seen in self.sessions.values() for entry in seen.iter_balance_transactions()]
        return [entry for entry in every if start <= entry.created < end]

    def update_dispute(self, dispute_id: str, parameters: Mapping[str, Any], idempotency_key: str) -> None:
        self._answer()
        self.evidence.append((dispute_id, dict(parameters)))

    def close_dispute(self, dispute_id: str) -> None:
        self._answer()
        self.decides(dispute_id, "lost")

    def list_promotion_codes(self) -> list[PromotionCode]:
        self._answer()
        return list(self._codes)

    def create_promotion_code(self, new: NewPromotionCode, idempotency_key: str) -> None:
        self._answer()
        if any(one.code == new.code and one.is_active for one in self._codes):
            raise StripeRefused(DOWN, code="resource_already_exists")
        self._codes.append(
            PromotionCode(
                f"promo_{next(NUMBERS)}",
                new.code,
                new.percent_off,
                new.amount_off_cents,
                0,
                new.max_redemptions,
                new.expires_at,
                True,
            )
        )

    def switch_promotion_code(self, stripe_id: str, *, is_active: bool) -> None:
        self._answer()
        self._codes = [replace(one, is_active=is_active) if one.stripe_id == stripe_id else one for one in self._codes]

    def get_account_id(self) -> str:
        return "acct_1SandboxCanopy"

    # Levers

    @property
    def only_session(self) -> str:
        [session_id] = self.sessions
        return session_id

    def pays(self, session_id: str = "", **different: Any) -> CheckoutSnapshot:
        """The buyer pays; `different` is what Stripe then reports otherwise than ordered."""
        money = _money()
        told = {"status": "complete", "payment_status": "paid", "payment_failed": False, **money, **different}
        seen = self.reports(session_id, **told)
        return self.reports(
            seen.session_id, balance_transaction=_entry("charge", money["charge_id"], seen.amount_total, fee=259)
        )

    def starts_a_bank_debit(self, session_id: str = "") -> CheckoutSnapshot:
        return self.reports(session_id, status="complete", payment_status="unpaid", **_money())

    def refunds(self, session_id: str = "", cents: int = 7900) -> CheckoutSnapshot:
        """Staff give money back, in Stripe's dashboard."""
        session_id = session_id or self.only_session
        self._refund(session_id, cents, "")
        return self.sessions[session_id]

    def undoes_refund(self, session_id: str = "") -> CheckoutSnapshot:
        """The bank sends the last refund back."""
        seen = self.sessions[session_id or self.only_session]
        back = seen.refunds[-1]
        entry = _entry("refund_failure", back.stripe_id, back.amount_cents)
        failed = replace(
            back,
            status="failed",
            failure_reason="expired_or_canceled_card",
            balance_transactions=(*back.balance_transactions, entry),
        )
        less = seen.amount_refunded - back.amount_cents
        return self.reports(seen.session_id, refunds=(*seen.refunds[:-1], failed), amount_refunded=less)

    def _refund(self, session_id: str, cents: int, reference: str) -> RefundSnapshot:
        seen = self.sessions[session_id]
        key = f"re_{next(NUMBERS)}"
        made = RefundSnapshot(
            key, cents, seen.currency, "succeeded", seen.payment_intent_id or "", reference,
            balance_transactions=(_entry("refund", key, -cents),),
        )  # fmt: skip
        self.reports(session_id, refunds=(*seen.refunds, made), amount_refunded=seen.amount_refunded + cents)
        return made

    def disputes(self, session_id: str = "", status: str = "needs_response") -> DisputeSnapshot:
        """The buyer's bank asks for the money."""
        seen = self.sessions[session_id or self.only_session]
        key = f"du_{next(NUMBERS)}"
        is_inquiry = status.startswith("warning_")
        entries = () if is_inquiry else (_entry("adjustment", key, -seen.amount_total, fee=1500),)
        case = DisputeSnapshot(
            key, seen.charge_id or "", seen.payment_intent_id or "", seen.amount_total, seen.currency, "fraudulent",
            status, int(time.time()), int(time.time()) + 9 * 86_400, is_inquiry, balance_transactions=entries,
        )  # fmt: skip
        self.reports(seen.session_id, disputes=(*seen.disputes, case))
        return case

    def decides(self, dispute_id: str, status: str) -> None:
        """The bank's word: won, lost, under_review …"""
        for seen in self.sessions.values():
            told = tuple(replace(one, status=status) if one.stripe_id == dispute_id else one for one in seen.disputes)
            self.reports(seen.session_id, disputes=told)

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

    def fails(self, session_id: str = "") -> CheckoutSnapshot:
        return self.reports(session_id, payment_failed=True)

    def expires(self, session_id: str = "") -> CheckoutSnapshot:
        return self.reports(session_id, status="expired")

    def reports(self, session_id: str, **different: Any) -> CheckoutSnapshot:
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
        unit, quantity = item["price_data"]["unit_amount"], item["quantity"]
        self.sessions[session_id] = CheckoutSnapshot(
            session_id, "open", "unpaid", unit * quantity, unit * quantity, item["price_data"]["currency"], False,
            parameters["client_reference_id"], parameters["metadata"]["attempt"], quantity=quantity,
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
    }


def _entry(kind: str, source: str, amount: int, fee: int = 0) -> BalanceTransaction:
    return BalanceTransaction(f"txn_{next(NUMBERS)}", kind, source, amount, fee, amount - fee, "usd", int(time.time()))


def _ids(seen: CheckoutSnapshot) -> set[str]:
    back = {one.stripe_id for one in seen.refunds} | {one.stripe_id for one in seen.disputes}
    return back | ({seen.charge_id} if seen.charge_id else set())


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
