"""Checkout sessions: created open and unpaid, without an intent; listed, updated, expired."""

from __future__ import annotations

from saas.sandbox.api.lists import Predicate, list_objects, make_page
from saas.sandbox.errors import ApiError
from saas.sandbox.resources.checkout_session_checks import check_session
from saas.sandbox.resources.discounts import EXPIRED, apply_discount, discount_of_code, find_discount_problem
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.line_items import (
    MIN_CHARGE_CENTS,
    AppliedDiscount,
    compute_totals,
    get_line_items,
    make_line_item,
)
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, refuse_other_fields, with_nulls
from saas.sandbox.resources.prices import make_price
from saas.sandbox.resources.products import make_product
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

DAY = 24 * 3600
ECHOED_FIELDS = (
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
TEXT_POSITIONS = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
HIDDEN_PARAMETERS = ("payment_intent_data",)


def make_session(sandbox: Sandbox, params: Json, currency: str) -> Json:
    """`params` are checked already. `line_items.compute_totals` writes the sums."""
    key = sandbox.ids.new("checkout.session")
    now = sandbox.clock.now()
    email = params.get("customer_email")
    return api_object(
        "checkout.session",
        **{
            **{name: params[name] for name in ECHOED_FIELDS if name in params},
            "id": key,
            "amount_subtotal": 0,
            "amount_total": 0,
            "created": now,
            "currency": currency,
            "customer_details": email and with_nulls("customer_details", email=email, tax_exempt="none"),
            "expires_at": params.get("expires_at", now + DAY),
            "livemode": False,
            "metadata": params.get("metadata") or {},
            "mode": params["mode"],
            "origin_context": params.get("origin_context"),
            "payment_method_types": ["card", "us_bank_account"],
            "payment_status": "unpaid",
            "status": "open",
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
            "ui_mode": params.get("ui_mode", "hosted_page"),
            "url": f"{sandbox.base_url}/c/pay/{key}",
            **_other_options(params),
        },
    )


def _other_options(params: Json) -> Json:
    """The options that are returned in another form than they are sent."""
    tax = params.get("automatic_tax", {"enabled": False})
    return {
        "adaptive_pricing": params.get("adaptive_pricing", {"enabled": False}),
        "automatic_tax": {
            "enabled": tax["enabled"],
            "liability": {"type": "self"} if tax["enabled"] else None,
            "provider": "stripe" if tax["enabled"] else None,
            "status": "requires_location_inputs" if tax["enabled"] else None,
        },
        "consent_collection": _consent(params),
        "custom_fields": [],
        "custom_text": _custom_text(params),
        "customer_creation": None if "customer" in params else params.get("customer_creation", "if_required"),
        "discounts": [],
        "invoice_creation": _invoice_creation(params),
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "phone_number_collection": params.get("phone_number_collection", {"enabled": False}),
        "shipping_options": [],
        "tax_id_collection": {"required": "never", **params["tax_id_collection"]}
        if "tax_id_collection" in params
        else {"enabled": False, "required": "never"},
    }


def _custom_text(params: Json) -> Json:
    """An empty string unsets the text of its position."""
    texts = params.get("custom_text", {})
    return {position: texts.get(position) or None for position in TEXT_POSITIONS}


def _consent(params: Json) -> Json | None:
    if "consent_collection" not in params:
        return None
    nulls = {"payment_method_reuse_agreement": None, "promotions": None, "terms_of_service": None}
    return {**nulls, **params["consent_collection"]}


def _invoice_creation(params: Json) -> Json:
    options = params.get("invoice_creation", {"enabled": False})
    nulls = dict.fromkeys(("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options"))
    data = {**nulls, "metadata": {}, **options.get("invoice_data", {})}
    return {"enabled": options["enabled"], "invoice_data": data}


def create_session(sandbox: Sandbox, params: Json) -> Json:
    check_session(sandbox, params)
    items = [_make_line_item(sandbox, row) for row in params["line_items"]]
    session = make_session(sandbox, params, items[0]["currency"])
    discount = _requested_discount(sandbox, params)
    compute_totals(sandbox, session, items, discount)
    _require_payable(sandbox, session, discount)
    _store_session(sandbox, params, session, items)
    if discount:
        apply_discount(sandbox, session, discount)
    sandbox.schedule(session["expires_at"] - sandbox.clock.time(), "expire_session", session["id"])
    return session


def _requested_discount(sandbox: Sandbox, params: Json) -> AppliedDiscount | None:
    for discount in params.get("discounts") or []:
        if "coupon" in discount:
            return AppliedDiscount(sandbox.store.get("coupon", discount["coupon"]))
        return discount_of_code(sandbox, sandbox.store.get("promotion_code", discount["promotion_code"]))
    return None


def _require_payable(sandbox: Sandbox, session: Json, discount: AppliedDiscount | None) -> None:
    problem = discount and find_discount_problem(sandbox, session, session["amount_subtotal"], discount)
    if problem:
        code = "coupon_expired" if problem == EXPIRED else None
        raise ApiError(problem, code=code, param="discounts")
    if 0 < session["amount_total"] < MIN_CHARGE_CENTS:
        raise ApiError(
            "The Checkout Session's total amount due must add up to at least $0.50 usd",
            code="amount_too_small",
        )


def _store_session(sandbox: Sandbox, params: Json, session: Json, items: list[Json]) -> None:
    for item in items:
        sandbox.add("item", item)
        sandbox.set_note(item["id"], {"session": session["id"]})
    hidden = {name: params[name] for name in HIDDEN_PARAMETERS if name in params}
    sandbox.set_note(session["id"], {**hidden, "items": [item["id"] for item in items]})
    sandbox.add("checkout.session", session)


def _make_line_item(sandbox: Sandbox, row: Json) -> Json:
    if "price" in row:
        price = sandbox.store.get("price", row["price"])
        product = sandbox.store.get("product", price["product"])
    else:
        data = row["price_data"]
        product = _get_or_create_product(sandbox, data)
        price = sandbox.add("price", make_price(sandbox, data, product["id"]))
    return make_line_item(sandbox, row, price, product["name"])


def _get_or_create_product(sandbox: Sandbox, data: Json) -> Json:
    if "product" in data:
        return sandbox.store.get("product", data["product"])
    return sandbox.add("product", make_product(sandbox, data["product_data"]))


def list_sessions(sandbox: Sandbox, params: Json) -> Json:
    predicate = _has_buyer_email(params["customer_details"]["email"]) if "customer_details" in params else None
    return list_objects(sandbox.store, "checkout.session", params, "/v1/checkout/sessions", predicate)


def _has_buyer_email(email: str) -> Predicate:
    return lambda session: (session["customer_details"] or {}).get("email") == email


def list_session_line_items(sandbox: Sandbox, params: Json, key: str) -> Json:
    session = get_object(sandbox, "checkout.session", key)
    return make_page(get_line_items(sandbox, session), params, f"/v1/checkout/sessions/{key}/line_items")


def require_open(sandbox: Sandbox, session_id: str) -> Json:
    """The session, if it can still be paid or expired."""
    session = get_object(sandbox, "checkout.session", session_id)
    if session["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired or paid.'
            f" This Checkout Session has a status of `{session['status']}`.",
            is_stored=True,
        )
    return session


def expire_session(sandbox: Sandbox, session_id: str) -> Json:
    """Close an open session. ApiError (400) when it is complete or expired already."""
    session = require_open(sandbox, session_id)
    _cancel_intent(sandbox, session)
    update_object(sandbox, session, status="expired", url=None)
    emit_event(sandbox, "checkout.session.expired", session)
    return session


def drop_intent(sandbox: Sandbox, session: Json) -> None:
    """Nothing is due any more: the intent of an earlier attempt is canceled, and the session forgets it."""
    _cancel_intent(sandbox, session)
    update_object(sandbox, session, payment_intent=None)


def _cancel_intent(sandbox: Sandbox, session: Json) -> None:
    if session["payment_intent"]:
        intent = sandbox.store.get("payment_intent", session["payment_intent"])
        update_object(sandbox, intent, status="canceled", canceled_at=sandbox.clock.now(), next_action=None)
        emit_event(sandbox, "payment_intent.canceled", intent)


def expire_when_due(sandbox: Sandbox, session_id: str) -> None:
    """For the timer: a session that was completed meanwhile stays as it is."""
    if sandbox.store.get("checkout.session", session_id)["status"] == "open":
        expire_session(sandbox, session_id)


def update_session(sandbox: Sandbox, params: Json, key: str) -> Json:
    """A page that Stripe hosts cannot be changed while a buyer may be on it. There is no event for this."""
    session = get_object(sandbox, "checkout.session", key)
    refuse_other_fields(
        params, ("metadata",), "You cannot update `{}` of a Checkout Session whose `ui_mode` is `hosted_page`."
    )
    return update_object(sandbox, session, **changed_fields(session, params, ()))
