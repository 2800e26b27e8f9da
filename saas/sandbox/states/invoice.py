"""A session asked for an invoice: it is written, paid, once the money is there."""

from __future__ import annotations

from saas.sandbox.included import line_items
from saas.sandbox.objects.invoice import make_invoice
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def write_invoice(world: World, session: Thing) -> None:
    """Nothing happens for a session that asked for none, or has one."""
    if not session["invoice_creation"]["enabled"] or session["invoice"]:
        return
    discount = world.memo(session["id"]).get("discount") if session["discounts"] else None
    invoice = world.new("invoice", make_invoice(world, session, line_items(world, session), discount))
    change(world, session, invoice=invoice["id"])
    for kind in ("invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"):
        tell(world, kind, invoice)
