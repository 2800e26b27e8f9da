"""A session is complete: the buyer is known, the page is closed."""

from __future__ import annotations

from saas.sandbox.objects.blank import blank
from saas.sandbox.objects.customer import make_customer
from saas.sandbox.states.invoice import write_invoice
from saas.sandbox.states.news import change, tell
from saas.sandbox.states.redeem import redeem
from saas.sandbox.states.reprice import place_of
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def complete(world: World, session: Thing, buyer: Thing, payment_status: str) -> None:
    """`payment_status` is paid, unpaid (a debit on its way) or no_payment_required."""
    if session["customer_creation"] == "always" or _needs_customer(session):
        _add_customer(world, session, buyer)
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        change(world, session, consent={"promotions": None, "terms_of_service": "accepted"})
    if session["automatic_tax"]["enabled"]:
        change(world, session, automatic_tax=session["automatic_tax"] | {"status": "complete"})
    redeem(world, session)
    change(
        world, session, status="complete", payment_status=payment_status, url=None,
        customer_details=_details(world, session, buyer),
    )  # fmt: skip
    if payment_status != "unpaid":
        write_invoice(world, session)
    tell(world, "checkout.session.completed", session)


def _details(world: World, session: Thing, buyer: Thing) -> Thing:
    return blank(
        "customer_details",
        address=blank("address", country="US", postal_code=place_of(world, session)),
        email=buyer["email"],
        name=buyer["name"],
        tax_exempt="none",
        tax_ids=[],
    )


def _needs_customer(session: Thing) -> bool:
    """An invoice is made out to somebody."""
    return bool(session["invoice_creation"]["enabled"]) and session["customer"] is None


def _add_customer(world: World, session: Thing, buyer: Thing) -> None:
    customer = world.new("customer", make_customer(world, buyer))
    tell(world, "customer.created", customer)
    change(world, session, customer=customer["id"])
    if session["payment_intent"]:
        intent = world.store.get("payment_intent", session["payment_intent"])
        change(world, intent, customer=customer["id"])
        if intent["latest_charge"]:
            change(world, world.store.get("charge", intent["latest_charge"]), customer=customer["id"])
