"""Payment intents: made when the buyer first presses pay, never before."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World

PASSED_ON = (
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


def make_intent(world: World, session: Thing) -> Thing:
    """`payment_intent_data` of the session is copied here; the session's own metadata is not."""
    asked = world.memo(session["id"]).get("payment_intent_data", {})
    key = world.ids.new("payment_intent")
    return api_object(
        "payment_intent",
        **{
            **{name: asked[name] for name in PASSED_ON if name in asked},
            "id": key,
            "amount": session["amount_total"],
            "amount_capturable": 0,
            "amount_details": {"tip": {}},
            "amount_received": 0,
            "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
            "capture_method": asked.get("capture_method", "automatic_async"),
            "client_secret": f"{key}_secret_{world.ids.letters(24)}",
            "confirmation_method": "automatic",
            "created": world.clock.now(),
            "currency": session["currency"],
            "customer": session["customer"],
            "livemode": False,
            "metadata": asked.get("metadata") or {},
            "payment_method_options": {"card": CARD_OPTIONS},
            "payment_method_types": session["payment_method_types"],
            "status": "requires_payment_method",
        },
    )
