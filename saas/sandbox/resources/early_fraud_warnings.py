"""Early fraud warnings: the card's bank says that a charge may be fraudulent, before any dispute. A warning is no longer
actionable once the charge is disputed or fully refunded.
"""

from __future__ import annotations

from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json


def make_early_fraud_warning(sandbox: Sandbox, charge: Json) -> Json:
    return api_object(
        "radar.early_fraud_warning",
        id=sandbox.ids.new("warning"),
        actionable=True,
        charge=charge["id"],
        created=sandbox.clock.now(),
        fraud_type="unauthorized_use_of_card",
        livemode=False,
        payment_intent=charge["payment_intent"],
    )


def create_early_fraud_warning(sandbox: Sandbox, charge_id: str) -> Json:
    charge = sandbox.store.get("charge", charge_id)
    warning = sandbox.add("radar.early_fraud_warning", make_early_fraud_warning(sandbox, charge))
    sandbox.set_note(charge_id, sandbox.get_note(charge_id) | {"warning": warning["id"]})
    emit_event(sandbox, "radar.early_fraud_warning.created", warning)
    return warning


def close_early_fraud_warning(sandbox: Sandbox, charge: Json) -> None:
    """Nothing can be done any more about the warning of a charge, if it has one."""
    key = sandbox.get_note(charge["id"]).get("warning")
    warning = sandbox.store.get("radar.early_fraud_warning", key) if key else None
    if warning and warning["actionable"]:
        update_object(sandbox, warning, "radar.early_fraud_warning.updated", actionable=False)
