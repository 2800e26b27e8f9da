"""The client for Stripe's API: what the shop asks (`StripeClient`), the SDK behind it, and its failures told apart.

The only module that imports the SDK for calls; the local sandbox differs by settings alone. Every POST carries our own
idempotency key. Answers leave here as snapshots, never as the SDK's objects.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from saas.kernel.errors import NotFound, Refusal, Unavailable
from saas.kernel.ids import new_public_id
from saas.settings import Settings
from saas.shop.orders.offer import APP_TAG, OFFER
from saas.shop.stripe import snapshots
from saas.shop.stripe.snapshots import (
    BalanceTransaction,
    CheckoutSnapshot,
    CreatedCheckout,
    NewPromotionCode,
    PromotionCode,
    RefundSnapshot,
)

if TYPE_CHECKING:
    import stripe

# The version that the SDK pins and this package is written for.
API_VERSION = "2026-10-28.endive"
# The buyer waits: two tries of at most eight seconds each.
TIMEOUT_SECONDS = (3.05, 8.0)
MAX_RETRIES = 1
PAGE_SIZE = 100  # as many as Stripe lists at once
DOWN = "Stripe, which takes our payments, does not answer right now."
CHECKOUT_EXPANSIONS = ["line_items", "payment_intent.latest_charge.balance_transaction", "discounts.promotion_code"]
REFUND_EXPANSIONS = ["balance_transaction", "failure_balance_transaction"]


class StripeUnavailable(Unavailable):
    """No answer, or neither a yes nor a no. What was asked may have happened; ask again with the same key."""


class StripeBusy(StripeUnavailable):
    """Another request with the same key is in flight right now."""


class StripeRefused(Unavailable):
    """A definite no. The same key will give the same no. `code` is Stripe's word for why."""

    def __init__(self, sentence: str, *, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class StripeServerError(StripeRefused):
    """A definite 500. Whether anything happened is unknown, and the same key will answer 500 forever."""


class StripeClient(Protocol):
    """Amounts in cents, moments in epoch seconds. `livemode` is the mode the key belongs to, `skew_seconds` how far our
    clock was ahead of Stripe's at the last answer.

    Every method may raise StripeUnavailable; what is asked for by an id raises NotFound where Stripe has no such thing;
    a POST may raise StripeRefused.
    """

    livemode: bool
    skew_seconds: float

    def create_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> CreatedCheckout: ...
    def retrieve_checkout(self, session_id: str, *, with_all_changes: bool = False) -> CheckoutSnapshot: ...
    def expire_checkout(self, session_id: str) -> bool: ...
    def find_session_of_payment(self, payment_intent_id: str) -> str | None: ...
    def get_payment_intent_id(self, stripe_id: str) -> str: ...
    def retrieve_event(self, event_id: str) -> dict[str, Any]: ...
    def list_events_since(self, moment: int) -> Iterable[dict[str, Any]]: ...
    def create_refund(self, parameters: Mapping[str, Any], idempotency_key: str) -> RefundSnapshot: ...
    def update_dispute(self, dispute_id: str, parameters: Mapping[str, Any], idempotency_key: str) -> None: ...
    def close_dispute(self, dispute_id: str) -> None: ...
    def list_balance_transactions(self, start: int, end: int) -> Iterable[BalanceTransaction]: ...
    def list_promotion_codes(self) -> list[PromotionCode]: ...
    def create_promotion_code(self, new: NewPromotionCode, idempotency_key: str) -> None: ...
    def switch_promotion_code(self, stripe_id: str, *, is_active: bool) -> None: ...
    def get_account_id(self) -> str: ...


class SdkStripeClient:
    """`StripeClient` through the SDK, which is imported when first used: it costs a tenth of a second at start."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.livemode = settings.stripe_livemode
        self.skew_seconds = 0.0

    def create_checkout(self, parameters: Mapping[str, Any], idempotency_key: str) -> CreatedCheckout:
        options = _options(idempotency_key)
        session = self._call(lambda client: client.v1.checkout.sessions.create(dict(parameters), options))
        return CreatedCheckout(session["id"], session["url"])

    def retrieve_checkout(self, session_id: str, *, with_all_changes: bool = False) -> CheckoutSnapshot:
        """With refunds and disputes where the charge says that there are any; `with_all_changes` lists them in any case,
        because a refund that failed leaves no trace on its charge."""
        read_at = time.time()
        expand = {"expand": CHECKOUT_EXPANSIONS}
        session = self._call(lambda client: client.v1.checkout.sessions.retrieve(session_id, expand))
        intent = session.get("payment_intent") or {}
        charge = intent.get("latest_charge") or {}
        has_refunds = charge and (with_all_changes or charge.get("amount_refunded"))
        has_disputes = charge and (with_all_changes or charge.get("disputed"))
        refunds = self._list_refunds(intent["id"]) if has_refunds else []
        disputes = self._list_disputes(intent["id"]) if has_disputes else []
        return snapshots.parse_checkout(session, refunds, disputes, read_at=read_at)

    def _list_refunds(self, intent_id: str) -> list[dict[str, Any]]:
        filters = {"payment_intent": intent_id, "expand": [f"data.{name}" for name in REFUND_EXPANSIONS]}
        return list(self._list_all(lambda client, parameters: client.v1.refunds.list(parameters), filters))

    def _list_disputes(self, intent_id: str) -> list[dict[str, Any]]:
        filters = {"payment_intent": intent_id}
        return list(self._list_all(lambda client, parameters: client.v1.disputes.list(parameters), filters))

    def expire_checkout(self, session_id: str) -> bool:
        """Whether the session is closed now; False where it was not open any more, perhaps because it has just been paid.

        Closing twice harms nothing, so each try has its own key: a 500 kept for the old one would answer forever.
        """
        options = _options(f"expire:{session_id}:{new_public_id()}")
        try:
            self._call(lambda client: client.v1.checkout.sessions.expire(session_id, None, options))
        except StripeServerError:
            raise  # it may still be open
        except StripeRefused:
            return False
        return True

    def find_session_of_payment(self, payment_intent_id: str) -> str | None:
        """The session that a payment came from, if this shop created it."""
        filters = {"payment_intent": payment_intent_id}
        sessions = self._list_all(lambda client, parameters: client.v1.checkout.sessions.list(parameters), filters)
        for session in sessions:
            if (session.get("metadata") or {}).get("app") == APP_TAG:
                return str(session["id"])
        return None

    def get_payment_intent_id(self, stripe_id: str) -> str:
        """The payment intent behind a charge, a refund or a dispute; empty where it has none."""
        return str(self._call(lambda client: _retrieve_by_prefix(client, stripe_id)).get("payment_intent") or "")

    def retrieve_event(self, event_id: str) -> dict[str, Any]:
        return self._call(lambda client: client.v1.events.retrieve(event_id))

    def list_events_since(self, moment: int) -> Iterator[dict[str, Any]]:
        filters = {"created": {"gte": moment}}
        return self._list_all(lambda client, parameters: client.v1.events.list(parameters), filters)

    def create_refund(self, parameters: Mapping[str, Any], idempotency_key: str) -> RefundSnapshot:
        body = {**parameters, "expand": REFUND_EXPANSIONS}
        return snapshots.parse_refund(
            self._call(lambda client: client.v1.refunds.create(body, _options(idempotency_key)))
        )

    def update_dispute(self, dispute_id: str, parameters: Mapping[str, Any], idempotency_key: str) -> None:
        options = _options(idempotency_key)
        self._call(lambda client: client.v1.disputes.update(dispute_id, dict(parameters), options))

    def close_dispute(self, dispute_id: str) -> None:
        """Accept it: the bank decides for the buyer. There is no way back."""
        self._call(lambda client: client.v1.disputes.close(dispute_id, None, _options(f"accept:{dispute_id}")))

    def list_balance_transactions(self, start: int, end: int) -> Iterator[BalanceTransaction]:
        """From `start` (included) to `end` (left out), newest first."""
        filters = {"created": {"gte": start, "lt": end}}
        rows = self._list_all(lambda client, parameters: client.v1.balance_transactions.list(parameters), filters)
        for row in rows:
            transaction = snapshots.parse_balance_transaction(row)
            if transaction:
                yield transaction

    def list_promotion_codes(self) -> list[PromotionCode]:
        filters = {"expand": ["data.promotion.coupon"]}
        rows = self._list_all(lambda client, parameters: client.v1.promotion_codes.list(parameters), filters)
        return [snapshots.parse_promotion_code(row) for row in rows]

    def create_promotion_code(self, new: NewPromotionCode, idempotency_key: str) -> None:
        amount = {"amount_off": new.amount_off_cents, "currency": OFFER.currency}
        discount = {"percent_off": new.percent_off} if new.percent_off else amount
        terms = {"duration": "once", "name": new.code, **discount}
        options = _options(f"coupon:{idempotency_key}")
        coupon = self._call(lambda client: client.v1.coupons.create(terms, options))
        limits = (("max_redemptions", new.max_redemptions), ("expires_at", new.expires_at))
        body: dict[str, Any] = {"promotion": {"type": "coupon", "coupon": coupon["id"]}, "code": new.code}
        body |= {name: value for name, value in limits if value}
        self._call(lambda client: client.v1.promotion_codes.create(body, _options(f"code:{idempotency_key}")))

    def switch_promotion_code(self, stripe_id: str, *, is_active: bool) -> None:
        self._call(lambda client: client.v1.promotion_codes.update(stripe_id, {"active": is_active}))

    def create_webhook_endpoint(self, url: str, types: list[str], api_version: str) -> str:
        """The signing secret, which Stripe shows once."""
        body = {"url": url, "enabled_events": types, "api_version": api_version}
        options = _options(f"endpoint:{url}")
        return str(self._call(lambda client: client.v1.webhook_endpoints.create(body, options))["secret"])

    def get_account_id(self) -> str:
        return str(self._call(lambda client: client.v1.accounts.retrieve_current())["id"])

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
            max_network_retries=MAX_RETRIES,  # the client's own default is none at all
            http_client=self._sdk.RequestsClient(timeout=TIMEOUT_SECONDS),
        )
        return client

    def _call(self, call: Any) -> dict[str, Any]:
        """Call Stripe; its objects are not dictionaries, so the answer is turned into one."""
        sdk = self._sdk
        try:
            answer = call(self._client)
        except (sdk.APIConnectionError, sdk.RateLimitError) as error:
            raise StripeUnavailable(DOWN) from error
        except sdk.StripeError as error:
            raise _translate_error(error) from error
        self.skew_seconds = _skew_seconds(answer.last_response.headers)
        return dict(json.loads(str(answer)))

    def _list_all(self, list_page: Any, filters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Every row of a list, newest first, page by page; `list_page(client, parameters)` gives one page."""
        parameters: dict[str, Any] = {**filters, "limit": PAGE_SIZE}
        while True:
            page = self._call(lambda client, parameters=parameters: list_page(client, parameters))
            yield from page["data"]
            if not page["has_more"]:
                return
            parameters = parameters | {"starting_after": page["data"][-1]["id"]}


def _options(idempotency_key: str) -> dict[str, str]:
    return {"idempotency_key": idempotency_key}


def _retrieve_by_prefix(client: Any, stripe_id: str) -> Any:
    """A refund, dispute or charge: the prefix of its id tells which."""
    if stripe_id.startswith(("re_", "pyr_")):
        return client.v1.refunds.retrieve(stripe_id)
    if stripe_id.startswith(("du_", "dp_")):
        return client.v1.disputes.retrieve(stripe_id)
    return client.v1.charges.retrieve(stripe_id)


def _skew_seconds(headers: Mapping[str, str]) -> float:
    """Seconds by which our clock is ahead of Stripe's; a clock far off makes every signature look old."""
    stamp = headers.get("date") or headers.get("Date")
    return time.time() - parsedate_to_datetime(stamp).timestamp() if stamp else 0.0


def _translate_error(error: stripe.StripeError) -> Refusal:
    if error.http_status == 409:
        return StripeBusy(DOWN)
    if error.http_status == 404:
        return NotFound("Stripe knows nothing under this id.")
    code = str(error.code or error.http_status)
    if (error.http_status or 0) > 500:
        return StripeUnavailable(DOWN)  # a machine in between gave up waiting; Stripe may still do it
    if error.http_status == 500:
        return StripeServerError(f"{DOWN} ({code})", code=code)
    return StripeRefused(f"{DOWN} ({code})", code=code)
