"""Invoices of one-time payments: created paid, when a session asks for one."""

from __future__ import annotations

from saas.sandbox.api.lists import make_list
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.line_items import RATE_ID, get_line_items, is_tax_inclusive
from saas.sandbox.resources.objects import api_object, changed_fields, get_object, refuse_other_fields
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json


def make_invoice(sandbox: Sandbox, session: Json, items: list[Json], discount: str | None) -> Json:
    """A paid invoice for a completed session."""
    key, now = sandbox.ids.new("invoice"), sandbox.clock.now()
    data = session["invoice_creation"]["invoice_data"]
    buyer = session["customer_details"]
    amount_off = session["total_details"]["amount_discount"]
    net = session["amount_total"] - session["total_details"]["amount_tax"]
    taxes = [tax for item in items for tax in _taxes(session, item)]
    return api_object(
        "invoice",
        **_amounts(session),
        **{name: data[name] for name in ("account_tax_ids", "custom_fields", "description", "footer")},
        id=key,
        account_country="US",
        account_name=sandbox.settings.account_name,
        automatic_tax={"disabled_reason": None, **session["automatic_tax"]},
        billing_reason="manual",
        created=now,
        customer=session["customer"],
        customer_address=buyer["address"],
        customer_email=buyer["email"],
        customer_name=buyer["name"],
        customer_tax_exempt="none",
        customer_tax_ids=[],
        discounts=[discount] if discount else [],
        effective_at=now,
        hosted_invoice_url=f"{sandbox.base_url}/invoices/{key}",
        lines=_lines(sandbox, session, items, discount, key),
        metadata=data["metadata"],
        number=f"{sandbox.ids.letters(8).upper()}-0001",
        period_end=now,
        period_start=now,
        status_transitions={"finalized_at": now, "marked_uncollectible_at": None, "paid_at": now, "voided_at": None},
        subtotal_excluding_tax=session["amount_subtotal"],
        total_discount_amounts=[{"amount": amount_off, "discount": discount}] if discount else [],
        total_excluding_tax=net,
        total_pretax_credit_amounts=[],
        total_taxes=taxes,
    )


def _amounts(session: Json) -> Json:
    """The sums, and the fields that are the same on every invoice of this kind."""
    total = session["amount_total"]
    return {
        "amount_due": total,
        "amount_overpaid": 0,
        "amount_paid": total,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": True,
        "auto_advance": False,
        "collection_method": "charge_automatically",
        "currency": session["currency"],
        "default_tax_rates": [],
        "ending_balance": 0,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "livemode": False,
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "status": "paid",
        "subtotal": session["amount_subtotal"],
        "total": total,
    }


def _lines(sandbox: Sandbox, session: Json, items: list[Json], discount: str | None, invoice: str) -> Json:
    rows = [_line(sandbox, session, item, discount, invoice) for item in items]
    return make_list(rows, has_more=False, url=f"/v1/invoices/{invoice}/lines")


def _line(sandbox: Sandbox, session: Json, item: Json, discount: str | None, invoice: str) -> Json:
    now = sandbox.clock.now()
    price = {"price": item["price"]["id"], "product": item["price"]["product"]}
    return api_object(
        "line_item",
        id=sandbox.ids.new("line_item"),
        amount=item["amount_subtotal"],
        currency=item["currency"],
        description=item["description"],
        discount_amounts=[{"amount": item["amount_discount"], "discount": discount}] if discount else [],
        discountable=True,
        discounts=[],
        invoice=invoice,
        livemode=False,
        metadata={},
        period={"end": now, "start": now},
        pretax_credit_amounts=[],
        pricing={
            "price_details": price,
            "type": "price_details",
            "unit_amount_decimal": item["price"]["unit_amount_decimal"],
        },
        quantity=item["quantity"],
        quantity_decimal=str(item["quantity"]),
        subtotal=item["amount_subtotal"],
        taxes=_taxes(session, item),
    )


def _taxes(session: Json, item: Json) -> list[Json]:
    if not session["automatic_tax"]["enabled"]:
        return []
    tax = {
        "amount": item["amount_tax"],
        "tax_behavior": "inclusive" if is_tax_inclusive(item) else "exclusive",
        "tax_rate_details": {"tax_rate": RATE_ID},
        "taxability_reason": "standard_rated" if item["amount_tax"] else "not_collecting",
        "taxable_amount": item["amount_total"] - item["amount_tax"],
        "type": "tax_rate_details",
    }
    return [tax]


def create_invoice(sandbox: Sandbox, session: Json) -> None:
    """Does nothing for a session that requested no invoice, or has one."""
    if not session["invoice_creation"]["enabled"] or session["invoice"]:
        return
    discount = sandbox.get_note(session["id"]).get("discount") if session["discounts"] else None
    invoice = sandbox.add("invoice", make_invoice(sandbox, session, get_line_items(sandbox, session), discount))
    update_object(sandbox, session, invoice=invoice["id"])
    for event_type in ("invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"):
        emit_event(sandbox, event_type, invoice)


def update_invoice(sandbox: Sandbox, params: Json, key: str) -> Json:
    """Every invoice here is created paid, and of a paid one only the metadata can be changed."""
    invoice = get_object(sandbox, "invoice", key)
    refuse_other_fields(
        params, ("metadata",), "You can't edit `{}` of an invoice that is paid.", code="invoice_not_editable"
    )
    return update_object(sandbox, invoice, "invoice.updated", **changed_fields(invoice, params, ()))
