"""What the shop asks of Stripe, as a list of questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from saas.orders.rules.seen import CheckoutSeen, EntrySeen, RefundSeen


@dataclass(frozen=True, slots=True)
class OpenedCheckout:
    session_id: str
    url: str


@dataclass(frozen=True, slots=True)
class NewCode:
    """A promotion code to make: `percent_off` (1 to 100) or `amount_off_cents`, never both. `ends` in epoch seconds."""

    code: str
    percent_off: int = 0
    amount_off_cents: int = 0
    most: int = 0
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A promotion code as Stripe has it. `most` and `ends` are 0 where there is no limit."""

    stripe_id: str
    code: str
    percent_off: float
    amount_off_cents: int
    used: int
    most: int
    ends: int
    is_active: bool


class Gateway(Protocol):
    """Amounts in cents, moments in epoch seconds; `livemode` is the mode its key belongs to, `skew_seconds` how far our
    clock was ahead of Stripe's at the last answer. Everything may raise StripeUnavailable; what is asked for by an id
    raises Missing where Stripe knows no such thing; a POST may raise StripeRefused."""

    livemode: bool
    skew_seconds: float

    def open_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> OpenedCheckout: ...
    def read_checkout(self, session_id: str, *, whole: bool = False) -> CheckoutSeen: ...
    def close_checkout(self, session_id: str) -> bool: ...
    def session_of_payment(self, payment_intent_id: str) -> str | None: ...
    def intent_of(self, stripe_id: str) -> str: ...
    def read_event(self, event_id: str) -> dict[str, Any]: ...
    def events_since(self, moment: int) -> Iterable[dict[str, Any]]: ...
    def send_refund(self, parameters: Mapping[str, Any], idempotency_key: str) -> RefundSeen: ...
    def send_evidence(self, dispute_id: str, parameters: Mapping[str, Any], idempotency_key: str) -> None: ...
    def accept_dispute(self, dispute_id: str) -> None: ...
    def entries_between(self, start: int, end: int) -> Iterable[EntrySeen]: ...
    def codes(self) -> list[Code]: ...
    def make_code(self, new: NewCode, idempotency_key: str) -> None: ...
    def switch_code(self, stripe_id: str, *, is_active: bool) -> None: ...
    def account_id(self) -> str: ...
