"""Every endpoint and the function behind it. What a request may carry is in `shapes/parameters.json`."""

from __future__ import annotations

import re
from collections.abc import Callable

from saas.sandbox.api.lists import list_objects
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.account import retrieve_account
from saas.sandbox.resources.balance_transactions import list_balance_transactions
from saas.sandbox.resources.charges import update_charge
from saas.sandbox.resources.checkout_sessions import (
    create_session,
    expire_session,
    list_session_line_items,
    list_sessions,
    update_session,
)
from saas.sandbox.resources.coupons import create_coupon, delete_coupon, update_coupon
from saas.sandbox.resources.customers import create_customer, delete_customer, retrieve_customer, update_customer
from saas.sandbox.resources.disputes import accept_dispute, update_dispute
from saas.sandbox.resources.events import list_events
from saas.sandbox.resources.invoices import update_invoice
from saas.sandbox.resources.objects import get_object
from saas.sandbox.resources.payment_intents import update_intent
from saas.sandbox.resources.payment_methods import update_payment_method
from saas.sandbox.resources.payouts import update_payout
from saas.sandbox.resources.prices import create_price, list_prices, update_price
from saas.sandbox.resources.products import create_product, delete_product, list_products, update_product
from saas.sandbox.resources.promotion_codes import create_promotion_code, list_promotion_codes, update_promotion_code
from saas.sandbox.resources.refunds import cancel_refund, create_refund, update_refund
from saas.sandbox.resources.webhook_endpoints import (
    create_webhook_endpoint,
    delete_webhook_endpoint,
    update_webhook_endpoint,
)
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

Endpoint = Callable[..., Json]


def retrieve_any(kind: str) -> Callable[[Sandbox, Json, str], Json]:
    """The endpoint that retrieves one object of a kind; unknown ids are 404."""

    def retrieve(sandbox: Sandbox, params: Json, key: str) -> Json:
        return get_object(sandbox, kind, key)

    return retrieve


def list_any(kind: str, url: str) -> Callable[[Sandbox, Json], Json]:
    """The endpoint that lists a kind."""

    def list_all(sandbox: Sandbox, params: Json) -> Json:
        return list_objects(sandbox.store, kind, params, url)

    return list_all


ENDPOINTS: dict[str, Endpoint] = {
    "GET /v1/account": retrieve_account,
    "GET /v1/balance_transactions": list_balance_transactions,
    "GET /v1/balance_transactions/{id}": retrieve_any("balance_transaction"),
    "GET /v1/charges": list_any("charge", "/v1/charges"),
    "GET /v1/charges/{id}": retrieve_any("charge"),
    "POST /v1/charges/{id}": update_charge,
    "GET /v1/checkout/sessions": list_sessions,
    "POST /v1/checkout/sessions": create_session,
    "GET /v1/checkout/sessions/{id}": retrieve_any("checkout.session"),
    "POST /v1/checkout/sessions/{id}": update_session,
    "POST /v1/checkout/sessions/{id}/expire": lambda sandbox, _params, key: expire_session(sandbox, key),
    "GET /v1/checkout/sessions/{id}/line_items": list_session_line_items,
    "GET /v1/coupons": list_any("coupon", "/v1/coupons"),
    "POST /v1/coupons": create_coupon,
    "GET /v1/coupons/{id}": retrieve_any("coupon"),
    "POST /v1/coupons/{id}": update_coupon,
    "DELETE /v1/coupons/{id}": delete_coupon,
    "GET /v1/customers": list_any("customer", "/v1/customers"),
    "POST /v1/customers": create_customer,
    "GET /v1/customers/{id}": retrieve_customer,
    "POST /v1/customers/{id}": update_customer,
    "DELETE /v1/customers/{id}": delete_customer,
    "GET /v1/disputes": list_any("dispute", "/v1/disputes"),
    "GET /v1/disputes/{id}": retrieve_any("dispute"),
    "POST /v1/disputes/{id}": update_dispute,
    "POST /v1/disputes/{id}/close": accept_dispute,
    "GET /v1/events": list_events,
    "GET /v1/events/{id}": retrieve_any("event"),
    "GET /v1/invoices": list_any("invoice", "/v1/invoices"),
    "GET /v1/invoices/{id}": retrieve_any("invoice"),
    "POST /v1/invoices/{id}": update_invoice,
    "GET /v1/payment_intents": list_any("payment_intent", "/v1/payment_intents"),
    "GET /v1/payment_intents/{id}": retrieve_any("payment_intent"),
    "POST /v1/payment_intents/{id}": update_intent,
    "GET /v1/payment_methods/{id}": retrieve_any("payment_method"),
    "POST /v1/payment_methods/{id}": update_payment_method,
    "GET /v1/payouts": list_any("payout", "/v1/payouts"),
    "GET /v1/payouts/{id}": retrieve_any("payout"),
    "POST /v1/payouts/{id}": update_payout,
    "GET /v1/prices": list_prices,
    "POST /v1/prices": create_price,
    "GET /v1/prices/{id}": retrieve_any("price"),
    "POST /v1/prices/{id}": update_price,
    "GET /v1/products": list_products,
    "POST /v1/products": create_product,
    "GET /v1/products/{id}": retrieve_any("product"),
    "POST /v1/products/{id}": update_product,
    "DELETE /v1/products/{id}": delete_product,
    "GET /v1/promotion_codes": list_promotion_codes,
    "POST /v1/promotion_codes": create_promotion_code,
    "GET /v1/promotion_codes/{id}": retrieve_any("promotion_code"),
    "POST /v1/promotion_codes/{id}": update_promotion_code,
    "GET /v1/radar/early_fraud_warnings": list_any("radar.early_fraud_warning", "/v1/radar/early_fraud_warnings"),
    "GET /v1/radar/early_fraud_warnings/{id}": retrieve_any("radar.early_fraud_warning"),
    "GET /v1/refunds": list_any("refund", "/v1/refunds"),
    "POST /v1/refunds": create_refund,
    "GET /v1/refunds/{id}": retrieve_any("refund"),
    "POST /v1/refunds/{id}": update_refund,
    "POST /v1/refunds/{id}/cancel": lambda sandbox, _params, key: cancel_refund(sandbox, key),
    "GET /v1/webhook_endpoints": list_any("webhook_endpoint", "/v1/webhook_endpoints"),
    "POST /v1/webhook_endpoints": create_webhook_endpoint,
    "GET /v1/webhook_endpoints/{id}": retrieve_any("webhook_endpoint"),
    "POST /v1/webhook_endpoints/{id}": update_webhook_endpoint,
    "DELETE /v1/webhook_endpoints/{id}": delete_webhook_endpoint,
}
PATTERNS = [(re.compile(re.escape(name).replace(r"\{id\}", "([^/]+)")), name) for name in ENDPOINTS]


def find_endpoint(method: str, path: str) -> tuple[str, tuple[str, ...]]:
    """The endpoint's name in the table and the ids in its path, or Stripe's 404."""
    for pattern, name in PATTERNS:
        match = pattern.fullmatch(f"{method} {path}")
        if match:
            return name, match.groups()
    raise ApiError(
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing"
        " slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier"
        " in your code.",
        status=404,
    )
