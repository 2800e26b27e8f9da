"""Refunds, as they are when made; `states.refund` moves them."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_refund(world: World, charge: Thing, amount: int, asked: Thing) -> Thing:
    return api_object(
        "refund",
        id=world.ids.new("refund"),
        amount=amount,
        charge=charge["id"],
        created=world.clock.now(),
        currency=charge["currency"],
        customer=charge["customer"],
        destination_details=_destination(charge),
        metadata=asked.get("metadata") or {},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=asked.get("reason"),
        status="pending",
    )


def _destination(charge: Thing) -> Thing:
    if charge["payment_method_details"]["type"] != "card":
        return {"type": "us_bank_transfer", "us_bank_transfer": {"reference": None, "reference_status": None}}
    card = {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}
    return {"card": card, "type": "card"}
