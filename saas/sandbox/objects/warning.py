"""Early fraud warnings: the card's bank says that a charge may be fraudulent, before any dispute."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def make_warning(world: World, charge: Thing) -> Thing:
    return api_object(
        "radar.early_fraud_warning",
        id=world.ids.new("warning"),
        actionable=True,
        charge=charge["id"],
        created=world.clock.now(),
        fraud_type="unauthorized_use_of_card",
        livemode=False,
        payment_intent=charge["payment_intent"],
    )
