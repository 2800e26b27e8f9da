"""Changing what the sandbox made itself: sessions, charges, intents, invoices, payouts and payment methods.

Metadata can always be changed. Parameters that Stripe knows but does not let anybody change in that state are refused
by name."""

from __future__ import annotations

from saas.sandbox.api.changes import changed_values, get_object, get_referenced
from saas.sandbox.objects.blank import blank
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.world import World

CHARGE_FIELDS = ("description", "receipt_email", "shipping", "transfer_group")
INTENT_FIELDS = (
    "description", "receipt_email", "shipping", "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
)  # fmt: skip


def update_session(world: World, asked: Thing, key: str) -> Thing:
    """A page that Stripe hosts cannot be changed while a buyer may be on it. There is no event for this."""
    session = get_object(world, "checkout.session", key)
    _refuse(asked, ("metadata",), "You cannot update `{}` of a Checkout Session whose `ui_mode` is `hosted_page`.")
    return change(world, session, **changed_values(session, asked, ()))


def update_charge(world: World, asked: Thing, key: str) -> Thing:
    charge = get_object(world, "charge", key)
    values = changed_values(charge, asked, CHARGE_FIELDS)
    if "customer" in asked:
        values["customer"] = _first_customer(world, charge, asked["customer"])
    if "fraud_details" in asked:
        report = asked["fraud_details"]["user_report"]
        values["fraud_details"] = {"user_report": report} if report else {}
    return change(world, charge, "charge.updated", **_with_whole_address(values))


def _first_customer(world: World, charge: Thing, customer: str) -> str:
    if charge["customer"]:
        raise ApiRefusal("You cannot change the customer of a charge that has one.", param="customer")
    get_referenced(world, "customer", customer, "customer")
    return customer


def update_intent(world: World, asked: Thing, key: str) -> Thing:
    """There is no event for this. What the session decides (amount, currency, customer …) stays as it is."""
    intent = get_object(world, "payment_intent", key)
    _refuse(
        asked,
        ("metadata", *INTENT_FIELDS),
        "This PaymentIntent's {} could not be updated because it was created by a Checkout Session.",
        code="payment_intent_unexpected_state",
    )
    return change(world, intent, **_with_whole_address(changed_values(intent, asked, INTENT_FIELDS)))


def update_invoice(world: World, asked: Thing, key: str) -> Thing:
    """Every invoice here is paid when it is made, and a paid one keeps all but its metadata."""
    invoice = get_object(world, "invoice", key)
    _refuse(asked, ("metadata",), "You can't edit `{}` of an invoice that is paid.", code="invoice_not_editable")
    return change(world, invoice, "invoice.updated", **changed_values(invoice, asked, ()))


def update_payout(world: World, asked: Thing, key: str) -> Thing:
    payout = get_object(world, "payout", key)
    return change(world, payout, "payout.updated", **changed_values(payout, asked, ()))


def update_payment_method(world: World, asked: Thing, key: str) -> Thing:
    """A one-time buyer's payment method is attached to no customer, and Stripe changes attached ones only."""
    method = get_object(world, "payment_method", key)
    if method["customer"] is None:
        raise ApiRefusal("You must save this PaymentMethod to a customer before you can update it.", settled=True)
    return change(world, method, "payment_method.updated", **changed_values(method, asked, ()))


def _refuse(asked: Thing, allowed: tuple[str, ...], message: str, code: str | None = None) -> None:
    for name in asked:
        if name not in allowed:
            raise ApiRefusal(message.format(name), code=code, param=name)


def _with_whole_address(values: Thing) -> Thing:
    """Shipping carries every key of its address, as every object does."""
    if values.get("shipping"):
        silent: Thing = {"carrier": None, "phone": None, "tracking_number": None}
        address = blank("address", **values["shipping"]["address"])
        values["shipping"] = silent | values["shipping"] | {"address": address}
    return values
