"""Customers, made at completion when a session asks for one."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_customer(world: World, buyer: Thing) -> Thing:
    return api_object(
        "customer",
        id=world.ids.new("customer"),
        balance=0,
        created=world.clock.now(),
        delinquent=False,
        email=buyer["email"],
        invoice_prefix=world.ids.letters(8).upper(),
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        livemode=False,
        metadata={},
        name=buyer["name"],
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
    )
