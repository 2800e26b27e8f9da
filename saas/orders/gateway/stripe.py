"""The real Stripe, or the local one."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from saas.kernel.ids import new_public_id
from saas.orders.gateway import reading
from saas.orders.gateway.asking import Asking, StripeBroke, StripeRefused
from saas.orders.gateway.calls import Code, NewCode, OpenedCheckout
from saas.orders.rules.seen import CheckoutSeen, EntrySeen, RefundSeen

APP = "careercanopy"
CHECKOUT = ["line_items", "payment_intent.latest_charge.balance_transaction", "discounts.promotion_code"]
REFUND = ["balance_transaction", "failure_balance_transaction"]


class StripeGateway(Asking):
    """Every question of `Gateway`, in the SDK's words."""

    def open_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> OpenedCheckout:
        session = self._ask(lambda client: client.v1.checkout.sessions.create(dict(parameters), _key(idempotency_key)))
        return OpenedCheckout(session["id"], session["url"])

    def read_checkout(self, session_id: str, *, whole: bool = False) -> CheckoutSeen:
        """With refunds and disputes where the charge says that there are any, or, for the `whole` of it, in any case:
        a refund that failed leaves no trace on its charge."""
        asked_at = time.time()
        session = self._ask(lambda client: client.v1.checkout.sessions.retrieve(session_id, {"expand": CHECKOUT}))
        intent = session.get("payment_intent") or {}
        charge = intent.get("latest_charge") or {}
        has_refunds = charge and (whole or charge.get("amount_refunded"))
        has_disputes = charge and (whole or charge.get("disputed"))
        refunds = self._refunds(intent["id"]) if has_refunds else []
        disputes = self._disputes(intent["id"]) if has_disputes else []
        return reading.checkout(session, refunds, disputes, asked_at)

    def _refunds(self, intent_id: str) -> list[dict[str, Any]]:
        wanted = {"payment_intent": intent_id, "expand": [f"data.{name}" for name in REFUND]}
        return list(self._all(lambda client, asked: client.v1.refunds.list(asked), wanted))

    def _disputes(self, intent_id: str) -> list[dict[str, Any]]:
        return list(self._all(lambda client, asked: client.v1.disputes.list(asked), {"payment_intent": intent_id}))

    def close_checkout(self, session_id: str) -> bool:
        """Whether it is closed now; False where it was not open any more, perhaps because it has just been paid.
        Closing twice harms nothing, so each try has its own key: a 500 kept for the old one would answer forever."""
        key = _key(f"expire:{session_id}:{new_public_id()}")
        try:
            self._ask(lambda client: client.v1.checkout.sessions.expire(session_id, None, key))
        except StripeBroke:
            raise  # it may still be open
        except StripeRefused:
            return False
        return True

    def session_of_payment(self, payment_intent_id: str) -> str | None:
        """The session that a payment came from, if this shop opened it."""
        wanted = {"payment_intent": payment_intent_id}
        for session in self._all(lambda client, asked: client.v1.checkout.sessions.list(asked), wanted):
            if (session.get("metadata") or {}).get("app") == APP:
                return str(session["id"])
        return None

    def intent_of(self, stripe_id: str) -> str:
        """The payment intent behind a charge, a refund or a dispute."""
        return str(self._ask(lambda client: _thing(client, stripe_id)).get("payment_intent") or "")

    def read_event(self, event_id: str) -> dict[str, Any]:
        return self._ask(lambda client: client.v1.events.retrieve(event_id))

    def events_since(self, moment: int) -> Iterator[dict[str, Any]]:
        return self._all(lambda client, asked: client.v1.events.list(asked), {"created": {"gte": moment}})

    def send_refund(self, parameters: Mapping[str, Any], idempotency_key: str) -> RefundSeen:
        wanted = {**parameters, "expand": REFUND}
        return reading.refund(self._ask(lambda client: client.v1.refunds.create(wanted, _key(idempotency_key))))

    def send_evidence(self, dispute_id: str, parameters: Mapping[str, Any], idempotency_key: str) -> None:
        self._ask(lambda client: client.v1.disputes.update(dispute_id, dict(parameters), _key(idempotency_key)))

    def accept_dispute(self, dispute_id: str) -> None:
        self._ask(lambda client: client.v1.disputes.close(dispute_id, None, _key(f"accept:{dispute_id}")))

    def entries_between(self, start: int, end: int) -> Iterator[EntrySeen]:
        """Balance transactions of a stretch of time, its end left out, newest first."""
        wanted = {"created": {"gte": start, "lt": end}}
        for row in self._all(lambda client, asked: client.v1.balance_transactions.list(asked), wanted):
            seen = reading.entry(row)
            if seen:
                yield seen

    def codes(self) -> list[Code]:
        wanted = {"expand": ["data.promotion.coupon"]}
        rows = self._all(lambda client, asked: client.v1.promotion_codes.list(asked), wanted)
        return [reading.code(row) for row in rows]

    def make_code(self, new: NewCode, idempotency_key: str) -> None:
        off = (
            {"percent_off": new.percent_off}
            if new.percent_off
            else {"amount_off": new.amount_off_cents, "currency": "usd"}
        )
        terms = {"duration": "once", "name": new.code, **off}
        coupon = self._ask(lambda client: client.v1.coupons.create(terms, _key(f"coupon:{idempotency_key}")))
        limits = {name: value for name, value in (("max_redemptions", new.most), ("expires_at", new.ends)) if value}
        code = {"promotion": {"type": "coupon", "coupon": coupon["id"]}, "code": new.code, **limits}
        self._ask(lambda client: client.v1.promotion_codes.create(code, _key(f"code:{idempotency_key}")))

    def switch_code(self, stripe_id: str, *, is_active: bool) -> None:
        self._ask(lambda client: client.v1.promotion_codes.update(stripe_id, {"active": is_active}))

    def make_endpoint(self, url: str, types: list[str], api_version: str) -> str:
        """The signing secret, which Stripe tells once."""
        wanted = {"url": url, "enabled_events": types, "api_version": api_version}
        return str(
            self._ask(lambda client: client.v1.webhook_endpoints.create(wanted, _key(f"endpoint:{url}")))["secret"]
        )

    def account_id(self) -> str:
        return str(self._ask(lambda client: client.v1.accounts.retrieve_current())["id"])


def _key(name: str) -> dict[str, str]:
    return {"idempotency_key": name}


def _thing(client: Any, stripe_id: str) -> Any:
    """Retrieve a thing by the kind that its id tells."""
    if stripe_id.startswith(("re_", "pyr_")):
        return client.v1.refunds.retrieve(stripe_id)
    if stripe_id.startswith(("du_", "dp_")):
        return client.v1.disputes.retrieve(stripe_id)
    return client.v1.charges.retrieve(stripe_id)
