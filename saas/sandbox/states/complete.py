"""A session is complete: the buyer is known, the page is closed."""

from __future__ import annotations

from saas.sandbox.objects.blank import blank
from saas.sandbox.objects.customer import make_customer
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def complete(world: World, session: Thing, buyer: Thing, payment_status: str) -> None:
    """`payment_status` is paid, unpaid (a debit on its way) or no_payment_required."""
    details = blank(
        "customer_details",
        address=blank("address", country="US", postal_code=buyer.get("postal_code")),
        email=buyer["email"],
        name=buyer["name"],
        tax_exempt="none",
        tax_ids=[],
    )
    if session["customer_creation"] == "always":
        _add_customer(world, session, buyer)
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        change(world, session, consent={"promotions": None, "terms_of_service": "accepted"})
    if session["automatic_tax"]["enabled"]:
        change(world, session, automatic_tax=session["automatic_tax"] | {"status": "complete"})
    change(
        world, session, status="complete", payment_status=payment_status, url=None,
        customer_details=details,
    )  # fmt: skip
    tell(world, "checkout.session.completed", session)


def _add_customer(world: World, session: Thing, buyer: Thing) -> None:
    customer = world.new("customer", make_customer(world, buyer))
    tell(world, "customer.created", customer)
    change(world, session, customer=customer["id"])
    if session["payment_intent"]:
        intent = world.store.get("payment_intent", session["payment_intent"])
        change(world, intent, customer=customer["id"])
