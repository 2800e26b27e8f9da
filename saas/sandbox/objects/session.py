"""Checkout sessions as they are right after creation: open, unpaid, no intent yet."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object, blank
from saas.sandbox.store import Thing
from saas.sandbox.world import World

DAY = 24 * 3600
ECHOED = (
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "integration_identifier",
    "locale",
    "submit_type",
    "success_url",
)


def make_session(world: World, asked: Thing, currency: str) -> Thing:
    """`asked` is a checked creation request. `totals.settle` writes the sums."""
    key = world.ids.new("checkout.session")
    now = world.clock.now()
    email = asked.get("customer_email")
    return api_object(
        "checkout.session",
        **{
            **{name: asked[name] for name in ECHOED if name in asked},
            "id": key,
            "amount_subtotal": 0,
            "amount_total": 0,
            "created": now,
            "currency": currency,
            "customer_details": email and blank("customer_details", email=email, tax_exempt="none"),
            "expires_at": asked.get("expires_at", now + DAY),
            "livemode": False,
            "metadata": asked.get("metadata") or {},
            "mode": asked["mode"],
            "origin_context": asked.get("origin_context"),
            "payment_method_types": ["card", "us_bank_account"],
            "payment_status": "unpaid",
            "status": "open",
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
            "ui_mode": asked.get("ui_mode", "hosted_page"),
            "url": f"{world.address}/c/pay/{key}",
            **_extras(asked),
        },
    )


def _extras(asked: Thing) -> Thing:
    """The options that come back in another form than they were sent."""
    tax = asked.get("automatic_tax", {"enabled": False})
    return {
        "adaptive_pricing": asked.get("adaptive_pricing", {"enabled": False}),
        "automatic_tax": {
            "enabled": tax["enabled"],
            "liability": {"type": "self"} if tax["enabled"] else None,
            "provider": "stripe" if tax["enabled"] else None,
            "status": "requires_location_inputs" if tax["enabled"] else None,
        },
        "consent_collection": _consent(asked),
        "custom_fields": [],
        "custom_text": _texts(asked),
        "customer_creation": None if "customer" in asked else asked.get("customer_creation", "if_required"),
        "discounts": [],
        "invoice_creation": _invoice_creation(asked),
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "phone_number_collection": asked.get("phone_number_collection", {"enabled": False}),
        "shipping_options": [],
        "tax_id_collection": {"required": "never", **asked["tax_id_collection"]}
        if "tax_id_collection" in asked
        else {"enabled": False, "required": "never"},
    }


TEXT_PLACES = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")


def _texts(asked: Thing) -> Thing:
    """An empty text unsets its place."""
    given = asked.get("custom_text", {})
    return {place: given.get(place) or None for place in TEXT_PLACES}


def _consent(asked: Thing) -> Thing | None:
    if "consent_collection" not in asked:
        return None
    silent = {"payment_method_reuse_agreement": None, "promotions": None, "terms_of_service": None}
    return {**silent, **asked["consent_collection"]}


def _invoice_creation(asked: Thing) -> Thing:
    given = asked.get("invoice_creation", {"enabled": False})
    silent = dict.fromkeys(("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options"))
    data = {**silent, "metadata": {}, **given.get("invoice_data", {})}
    return {"enabled": given["enabled"], "invoice_data": data}
