"""The table of contents: every endpoint and its verb. What it may carry is in `shapes/parameters.json`."""

from __future__ import annotations

import re
from collections.abc import Callable

from saas.sandbox.api import (
    balance,
    catalogue,
    codes,
    coupons,
    customers,
    disputes,
    endpoints,
    events,
    refunds,
    resources,
    sessions,
    updates,
)
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.expire import expire
from saas.sandbox.states.refund import cancel_refund, refund
from saas.sandbox.store import Thing

Verb = Callable[..., Thing]

ENDPOINTS: dict[str, Verb] = {
    "GET /v1/account": resources.account,
    "GET /v1/balance_transactions": balance.listing,
    "GET /v1/balance_transactions/{id}": resources.retrieving("balance_transaction"),
    "GET /v1/charges": resources.listing("charge", "/v1/charges"),
    "GET /v1/charges/{id}": resources.retrieving("charge"),
    "POST /v1/charges/{id}": updates.update_charge,
    "GET /v1/checkout/sessions": sessions.listing,
    "POST /v1/checkout/sessions": sessions.create,
    "GET /v1/checkout/sessions/{id}": resources.retrieving("checkout.session"),
    "POST /v1/checkout/sessions/{id}": updates.update_session,
    "POST /v1/checkout/sessions/{id}/expire": lambda world, _asked, key: expire(world, key),
    "GET /v1/checkout/sessions/{id}/line_items": sessions.items,
    "GET /v1/coupons": resources.listing("coupon", "/v1/coupons"),
    "POST /v1/coupons": coupons.create,
    "GET /v1/coupons/{id}": resources.retrieving("coupon"),
    "POST /v1/coupons/{id}": coupons.update,
    "DELETE /v1/coupons/{id}": coupons.delete,
    "GET /v1/customers": resources.listing("customer", "/v1/customers"),
    "POST /v1/customers": customers.create,
    "GET /v1/customers/{id}": customers.retrieve,
    "POST /v1/customers/{id}": customers.update,
    "DELETE /v1/customers/{id}": customers.delete,
    "GET /v1/disputes": resources.listing("dispute", "/v1/disputes"),
    "GET /v1/disputes/{id}": resources.retrieving("dispute"),
    "POST /v1/disputes/{id}": disputes.update,
    "POST /v1/disputes/{id}/close": disputes.close,
    "GET /v1/events": events.listing,
    "GET /v1/events/{id}": resources.retrieving("event"),
    "GET /v1/invoices": resources.listing("invoice", "/v1/invoices"),
    "GET /v1/invoices/{id}": resources.retrieving("invoice"),
    "POST /v1/invoices/{id}": updates.update_invoice,
    "GET /v1/payment_intents": resources.listing("payment_intent", "/v1/payment_intents"),
    "GET /v1/payment_intents/{id}": resources.retrieving("payment_intent"),
    "POST /v1/payment_intents/{id}": updates.update_intent,
    "GET /v1/payment_methods/{id}": resources.retrieving("payment_method"),
    "POST /v1/payment_methods/{id}": updates.update_payment_method,
    "GET /v1/payouts": resources.listing("payout", "/v1/payouts"),
    "GET /v1/payouts/{id}": resources.retrieving("payout"),
    "POST /v1/payouts/{id}": updates.update_payout,
    "GET /v1/prices": catalogue.list_prices,
    "POST /v1/prices": catalogue.create_price,
    "GET /v1/prices/{id}": resources.retrieving("price"),
    "POST /v1/prices/{id}": catalogue.update_price,
    "GET /v1/products": catalogue.list_products,
    "POST /v1/products": catalogue.create_product,
    "GET /v1/products/{id}": resources.retrieving("product"),
    "POST /v1/products/{id}": catalogue.update_product,
    "DELETE /v1/products/{id}": catalogue.delete_product,
    "GET /v1/promotion_codes": codes.listing,
    "POST /v1/promotion_codes": codes.create,
    "GET /v1/promotion_codes/{id}": resources.retrieving("promotion_code"),
    "POST /v1/promotion_codes/{id}": codes.update,
    "GET /v1/radar/early_fraud_warnings": resources.listing(
        "radar.early_fraud_warning", "/v1/radar/early_fraud_warnings"
    ),
    "GET /v1/radar/early_fraud_warnings/{id}": resources.retrieving("radar.early_fraud_warning"),
    "GET /v1/refunds": resources.listing("refund", "/v1/refunds"),
    "POST /v1/refunds": refund,
    "GET /v1/refunds/{id}": resources.retrieving("refund"),
    "POST /v1/refunds/{id}": refunds.update,
    "POST /v1/refunds/{id}/cancel": lambda world, _asked, key: cancel_refund(world, key),
    "GET /v1/webhook_endpoints": resources.listing("webhook_endpoint", "/v1/webhook_endpoints"),
    "POST /v1/webhook_endpoints": endpoints.create,
    "GET /v1/webhook_endpoints/{id}": resources.retrieving("webhook_endpoint"),
    "POST /v1/webhook_endpoints/{id}": endpoints.update,
    "DELETE /v1/webhook_endpoints/{id}": endpoints.delete,
}

PATTERNS = [(re.compile(re.escape(name).replace(r"\{id\}", "([^/]+)")), name) for name in ENDPOINTS]


def find_endpoint(method: str, path: str) -> tuple[str, tuple[str, ...]]:
    """The endpoint's name in the table and the ids in its path, or Stripe's 404."""
    for pattern, name in PATTERNS:
        found = pattern.fullmatch(f"{method} {path}")
        if found:
            return name, found.groups()
    raise ApiRefusal(
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing"
        " slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier"
        " in your code.",
        status=404,
    )
