"""Customers: create, change, delete. A deleted one still answers, as deleted."""

from __future__ import annotations

from saas.sandbox.api.changes import changed_values, get_object
from saas.sandbox.api.checks import EMAIL
from saas.sandbox.objects.blank import blank
from saas.sandbox.objects.customer import make_customer
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World

TEXTS = ("address", "balance", "description", "email", "name", "phone", "preferred_locales", "shipping", "tax_exempt")


def create(world: World, asked: Thing) -> Thing:
    _check(asked)
    customer = make_customer(world, {"email": None, "name": None, **asked})
    customer.update(_values(customer, asked))
    world.new("customer", customer)
    tell(world, "customer.created", customer)
    return customer


def retrieve(world: World, asked: Thing, key: str) -> Thing:
    gone = world.memo(f"deleted:{key}")
    return gone or get_object(world, "customer", key)


def update(world: World, asked: Thing, key: str) -> Thing:
    _check(asked)
    customer = get_object(world, "customer", key)
    return change(world, customer, "customer.updated", **_values(customer, asked))


def delete(world: World, asked: Thing, key: str) -> Thing:
    customer = get_object(world, "customer", key)
    world.store.remove("customer", key)
    world.keep_memo(f"deleted:{key}", {"id": key, "object": "customer", "deleted": True})
    tell(world, "customer.deleted", customer)
    return world.memo(f"deleted:{key}")


def _values(customer: Thing, asked: Thing) -> Thing:
    values = changed_values(customer, asked, TEXTS)
    if values.get("address"):
        values["address"] = blank("address", **values["address"])
    return values


def _check(asked: Thing) -> None:
    if asked.get("email") and not EMAIL.fullmatch(asked["email"]):
        raise ApiRefusal(f"Invalid email address: {asked['email']}", code="email_invalid", param="email")
