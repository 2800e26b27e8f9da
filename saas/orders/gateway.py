"""Stripe, behind a few methods. The only module that speaks to it; the local sandbox differs by settings alone.

Stripe's API version is the one the SDK pins. Every POST carries our own idempotency key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from saas.kernel.errors import Missing, Refusal, Unavailable
from saas.orders.rules import CheckoutSeen
from saas.settings import Settings

if TYPE_CHECKING:
    import stripe

# The buyer waits: two tries of at most eight seconds each.
BUYER_TIMEOUT = (3.05, 8.0)
BUYER_RETRIES = 1
PAGE = 100  # as many as Stripe lists at once
EXPANDED = ["payment_intent.latest_charge"]


class StripeUnavailable(Unavailable):
    """Stripe did not answer, or not with a yes or no. What was asked may have happened; ask again with the same key."""


class StripeBusy(StripeUnavailable):
    """The same key is in flight in another request right now."""


class StripeRefused(Unavailable):
    """Stripe gave a definite no. The same key will give the same no."""


@dataclass(frozen=True, slots=True)
class OpenedCheckout:
    session_id: str
    url: str


class Gateway(Protocol):
    """What the shop asks of Stripe. Amounts in cents; `livemode` is the mode its key belongs to."""

    livemode: bool

    def open_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> OpenedCheckout: ...
    def read_checkout(self, session_id: str) -> CheckoutSeen: ...
    def read_event(self, event_id: str) -> dict[str, Any]: ...
    def charges_since(self, moment: int) -> list[dict[str, Any]]: ...


class StripeGateway:
    """The real one. Imports the SDK when first used, because that costs a tenth of a second at start."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.livemode = settings.stripe_livemode

    @cached_property
    def _sdk(self) -> Any:
        import stripe  # noqa: PLC0415  # costs a tenth of a second; only the shop's own pages need it

        stripe.enable_telemetry = False
        return stripe

    @cached_property
    def _client(self) -> stripe.StripeClient:
        base = self._settings.stripe_api_base
        client: stripe.StripeClient = self._sdk.StripeClient(
            self._settings.stripe_secret_key.get_secret_value(),
            base_addresses={"api": base} if base else {},
            max_network_retries=BUYER_RETRIES,  # the client's own default is none at all
            http_client=self._sdk.RequestsClient(timeout=BUYER_TIMEOUT),
        )
        return client

    def open_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> OpenedCheckout:
        session = self._ask(
            lambda client: client.v1.checkout.sessions.create(dict(parameters), {"idempotency_key": idempotency_key})
        )
        return OpenedCheckout(session["id"], session["url"])

    def read_checkout(self, session_id: str) -> CheckoutSeen:
        session = self._ask(lambda client: client.v1.checkout.sessions.retrieve(session_id, {"expand": EXPANDED}))
        return _seen(session)

    def read_event(self, event_id: str) -> dict[str, Any]:
        event: dict[str, Any] = self._ask(lambda client: client.v1.events.retrieve(event_id))
        return event

    def charges_since(self, moment: int) -> list[dict[str, Any]]:
        """Balance transactions of type charge since `moment` (epoch seconds), newest first."""
        lines: list[dict[str, Any]] = []
        wanted = {"type": "charge", "created": {"gte": moment}, "limit": PAGE}
        while True:
            after = {"starting_after": lines[-1]["id"]} if lines else {}
            page = self._ask(lambda client, asked=wanted | after: client.v1.balance_transactions.list(asked))
            lines += page["data"]
            if not page["has_more"]:
                return lines

    def _ask(self, call: Any) -> dict[str, Any]:
        """Call Stripe; its objects are not dictionaries, so the answer is turned into one."""
        sdk = self._sdk
        try:
            answer = call(self._client)
        except sdk.APIConnectionError as error:
            raise StripeUnavailable(DOWN) from error
        except sdk.RateLimitError as error:
            raise StripeUnavailable(DOWN) from error
        except sdk.StripeError as error:
            raise _translated(error) from error
        return dict(json.loads(str(answer)))


DOWN = "Stripe, which takes our payments, does not answer right now."


def _translated(error: stripe.StripeError) -> Refusal:
    if error.http_status == 409:
        return StripeBusy(DOWN)
    if error.http_status == 404:
        return Missing("Stripe knows nothing under this id.")
    # After a definite 500 the key answers 500 forever: that is a no for this attempt.
    return StripeRefused(f"{DOWN} ({error.code or error.http_status})")


def _seen(session: dict[str, Any]) -> CheckoutSeen:
    intent = session.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    metadata = session.get("metadata") or {}
    return CheckoutSeen(
        session_id=session["id"],
        status=session["status"] or "open",
        payment_status=session["payment_status"],
        amount_subtotal=session["amount_subtotal"] or 0,
        amount_total=session["amount_total"] or 0,
        currency=session["currency"] or "",
        livemode=session["livemode"],
        order_reference=session["client_reference_id"] or "",
        attempt_key=metadata.get("attempt", ""),
        payment_intent_id=intent.get("id"),
        charge_id=charge.get("id"),
        payment_failed=intent.get("status") in ("requires_payment_method", "canceled"),
        amount_refunded=charge.get("amount_refunded") or 0,
        receipt_url=charge.get("receipt_url"),
    )
