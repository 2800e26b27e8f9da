"""Payment intents: created when the buyer first presses pay, never before."""

from __future__ import annotations

from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.objects import (
    api_object,
    changed_fields,
    get_object,
    refuse_other_fields,
    with_full_address,
)
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

COPIED_FIELDS = (
    "description",
    "receipt_email",
    "setup_future_usage",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
CARD_OPTIONS = {
    "installments": None,
    "mandate_options": None,
    "network": None,
    "request_three_d_secure": "automatic",
}
UPDATABLE_FIELDS = (
    "description",
    "receipt_email",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)


def make_intent(sandbox: Sandbox, session: Json) -> Json:
    """`payment_intent_data` of the session is copied here; the session's own metadata is not."""
    data = sandbox.get_note(session["id"]).get("payment_intent_data", {})
    key = sandbox.ids.new("payment_intent")
    return api_object(
        "payment_intent",
        **{
            **{name: data[name] for name in COPIED_FIELDS if name in data},
            "id": key,
            "amount": session["amount_total"],
            "amount_capturable": 0,
            "amount_details": {"tip": {}},
            "amount_received": 0,
            "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
            "capture_method": data.get("capture_method", "automatic_async"),
            "client_secret": f"{key}_secret_{sandbox.ids.letters(24)}",
            "confirmation_method": "automatic",
            "created": sandbox.clock.now(),
            "currency": session["currency"],
            "customer": session["customer"],
            "livemode": False,
            "metadata": data.get("metadata") or {},
            "payment_method_options": {"card": CARD_OPTIONS},
            "payment_method_types": session["payment_method_types"],
            "status": "requires_payment_method",
        },
    )


def update_intent(sandbox: Sandbox, params: Json, key: str) -> Json:
    """There is no event for this. What the session decides (amount, currency, customer …) cannot be changed."""
    intent = get_object(sandbox, "payment_intent", key)
    refuse_other_fields(
        params,
        ("metadata", *UPDATABLE_FIELDS),
        "This PaymentIntent's {} could not be updated because it was created by a Checkout Session.",
        code="payment_intent_unexpected_state",
    )
    return update_object(sandbox, intent, **with_full_address(changed_fields(intent, params, UPDATABLE_FIELDS)))
