"""A bank warns of fraud; the warning is moot once the charge is disputed or wholly refunded."""

from __future__ import annotations

from saas.sandbox.objects.warning import make_warning
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def warn(world: World, charge_id: str) -> Thing:
    charge = world.store.get("charge", charge_id)
    warning = world.new("radar.early_fraud_warning", make_warning(world, charge))
    world.keep_memo(charge_id, world.memo(charge_id) | {"warning": warning["id"]})
    tell(world, "radar.early_fraud_warning.created", warning)
    return warning


def calm(world: World, charge: Thing) -> None:
    """Nothing can be done about the warning of a charge any more."""
    key = world.memo(charge["id"]).get("warning")
    warning = world.store.get("radar.early_fraud_warning", key) if key else None
    if warning and warning["actionable"]:
        change(world, warning, "radar.early_fraud_warning.updated", actionable=False)
