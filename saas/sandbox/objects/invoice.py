"""Invoices of one-time payments: made paid, when a session asks for one."""

from __future__ import annotations

from saas.sandbox.lists import as_list
from saas.sandbox.objects.blank import api_object
from saas.sandbox.objects.tax import RATE_ID
from saas.sandbox.store import Thing
from saas.sandbox.totals import is_inclusive
from saas.sandbox.world import World


def make_invoice(world: World, session: Thing, items: list[Thing], discount: str | None) -> Thing:
    """A paid invoice over a completed session."""
    key, now = world.ids.new("invoice"), world.clock.now()
    data = session["invoice_creation"]["invoice_data"]
    buyer = session["customer_details"]
    off = session["total_details"]["amount_discount"]
    net = session["amount_total"] - session["total_details"]["amount_tax"]
    taxes = [each for item in items for each in _taxes(session, item)]
    return api_object(
        "invoice",
        **_money(session),
        **{name: data[name] for name in ("account_tax_ids", "custom_fields", "description", "footer")},
        id=key,
        account_country="US",
        account_name=world.settings.account_name,
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
        hosted_invoice_url=f"{world.address}/invoices/{key}",
        lines=as_list(
            [_line(world, session, item, discount, key) for item in items],
            has_more=False,
            url=f"/v1/invoices/{key}/lines",
        ),
        metadata=data["metadata"],
        number=f"{world.ids.letters(8).upper()}-0001",
        period_end=now,
        period_start=now,
        status_transitions={"finalized_at": now, "marked_uncollectible_at": None, "paid_at": now, "voided_at": None},
        subtotal_excluding_tax=session["amount_subtotal"],
        total_discount_amounts=[{"amount": off, "discount": discount}] if discount else [],
        total_excluding_tax=net,
        total_pretax_credit_amounts=[],
        total_taxes=taxes,
    )


def _money(session: Thing) -> Thing:
    """The sums, and what is the same on every invoice of this kind."""
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


def _line(world: World, session: Thing, item: Thing, discount: str | None, invoice: str) -> Thing:
    now = world.clock.now()
    price = {"price": item["price"]["id"], "product": item["price"]["product"]}
    return api_object(
        "line_item",
        id=world.ids.new("line_item"),
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


def _taxes(session: Thing, item: Thing) -> list[Thing]:
    if not session["automatic_tax"]["enabled"]:
        return []
    tax = {
        "amount": item["amount_tax"],
        "tax_behavior": "inclusive" if is_inclusive(item) else "exclusive",
        "tax_rate_details": {"tax_rate": RATE_ID},
        "taxability_reason": "standard_rated" if item["amount_tax"] else "not_collecting",
        "taxable_amount": item["amount_total"] - item["amount_tax"],
        "type": "tax_rate_details",
    }
    return [tax]
